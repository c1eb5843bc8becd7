/** Tables: the library leaves `data_table` out and knows no header cells. */

import { useState } from "react";
import type { Json } from "../wire";
import { flag, isJson, number, parts, text } from "./json";
import { RichText } from "./Library";
import { useReader } from "./reader";
import { type Passage, safeRich } from "./rich";

/** Slack's default `page_size` of a `data_table`. */
const PAGE = 5;

type Cells = readonly Json[];

export function Table({ block }: { readonly block: Json }) {
  const [page, turn] = useState(0);
  const [head = [], ...body] = rows(block);
  const paged = text(block, "type") === "data_table";
  const size = paged ? (number(block, "page_size") ?? PAGE) : Math.max(body.length, 1);
  const last = Math.max(Math.ceil(body.length / size) - 1, 0);
  const at = Math.min(page, last);
  const named = number(block, "row_header_column_index");
  const columns = parts(block, "column_settings");
  return (
    <div className="table-frame">
      <section
        className="table-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard.
        tabIndex={0}
        aria-label={text(block, "caption") || "Table"}
      >
        <table>
          {paged && <caption>{text(block, "caption")}</caption>}
          <Head cells={head} columns={columns} first={body[0] ?? []} />
          <tbody>
            {body.slice(at * size, (at + 1) * size).map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names.
              <Row key={at * size + line} row={row} named={named} columns={columns} />
            ))}
          </tbody>
        </table>
      </section>
      {last > 0 && <Pages at={at} last={last} turn={turn} />}
    </div>
  );
}

interface HeadProps {
  readonly cells: Cells;
  readonly columns: Cells;
  /** The first row below it: a column of numbers has its name at the right too. */
  readonly first: Cells;
}

function Head({ cells, columns, first }: HeadProps) {
  return (
    <thead>
      <tr>
        {cells.map((cell, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their order.
          <th key={column} scope="col" style={look(columns[column], first[column])}>
            <Cell cell={cell} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface PagesProps {
  readonly at: number;
  readonly last: number;
  readonly turn: (page: number) => void;
}

function Pages({ at, last, turn }: PagesProps) {
  return (
    <p className="table-pages">
      <Turn isOn={at > 0} turn={() => turn(at - 1)}>
        Previous rows
      </Turn>
      <span role="status">
        Page {at + 1} of {last + 1}
      </span>
      <Turn isOn={at < last} turn={() => turn(at + 1)}>
        Next rows
      </Turn>
    </p>
  );
}

interface TurnProps {
  readonly isOn: boolean;
  readonly turn: () => void;
  readonly children: string;
}

/** At the end it is off but stays where it is: a disabled button would lose the focus. */
function Turn({ isOn, turn, children }: TurnProps) {
  return (
    <button
      type="button"
      className="push"
      aria-disabled={!isOn}
      onClick={() => {
        if (isOn) turn();
      }}
    >
      {children}
    </button>
  );
}

interface RowProps {
  readonly row: Cells;
  readonly named: number | null;
  readonly columns: Cells;
}

function Row({ row, named, columns }: RowProps) {
  return (
    <tr>
      {row.map((cell, column) => {
        const Kind = column === named ? "th" : "td";
        return (
          <Kind
            // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their order.
            key={column}
            scope={column === named ? "row" : undefined}
            style={look(columns[column], cell)}
          >
            <Cell cell={cell} />
          </Kind>
        );
      })}
    </tr>
  );
}

function Cell({ cell }: { readonly cell: Json }) {
  const reader = useReader();
  if (text(cell, "type") !== "rich_text") return String(cell.text ?? cell.value ?? "");
  const passages = safeRich(parts(cell, "elements"), reader);
  return <RichText passages={passages as unknown as readonly Passage[]} />;
}

function rows(block: Json): readonly Cells[] {
  return Array.isArray(block.rows)
    ? block.rows.filter(Array.isArray).map((row: readonly unknown[]) => row.filter(isJson))
    : [];
}

function look(column: Json | undefined, cell: Json = {}): React.CSSProperties {
  const usual = text(cell, "type") === "raw_number" ? "right" : "left";
  const align = text(column ?? {}, "align") || usual;
  return {
    textAlign: align === "center" || align === "right" ? align : "left",
    whiteSpace: flag(column ?? {}, "is_wrapped") ? "normal" : "nowrap",
  };
}
