/** One thing that happened, what it led to beneath it, and the detail of each. */

import { Fragment, memo, type ReactNode, useId, useState } from "react";
import type { LogLine } from "../wire";
import { ACK_LIMIT, type Entry, readsWholeList } from "./grouping";
import { JsonTree } from "./JsonTree";
import { milliseconds, outcome } from "./outcome";

const SOURCES = { delivery: "To the bot", slack: "Slack", modelarts: "ModelArts" } as const;

export const EntryRow = memo(function EntryRow({ entry }: { readonly entry: Entry }) {
  const { line, under, unsure } = entry;
  return (
    <li className="journal-entry">
      <Line line={line} isUnder={false} />
      {under.length > 0 && (
        <ol className="under" aria-label="What the bot did to answer">
          {under.map((each) => (
            <li key={each.id}>
              <Line line={each} isUnder={true} isUnsure={unsure.has(each.id)} />
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}, isSame);

/** Grouping makes new entries of the same lines, which need not be drawn again. */
function isSame(one: { readonly entry: Entry }, other: { readonly entry: Entry }): boolean {
  const [former, now] = [one.entry, other.entry];
  return (
    former.line === now.line &&
    former.under.length === now.under.length &&
    former.under.every((line, index) => line === now.under[index]) &&
    former.under.every(({ id }) => former.unsure.has(id) === now.unsure.has(id))
  );
}

interface LineProps {
  readonly line: LogLine;
  readonly isUnder: boolean;
  /** Something else may have been the reason for it. */
  readonly isUnsure?: boolean;
}

function Line({ line, isUnder, isUnsure = false }: LineProps) {
  const [isOpen, setOpen] = useState(false);
  const detail = useId();
  const how = outcome(line);
  return (
    <div className={`line line-${how.state}`}>
      <button
        type="button"
        className="line-open"
        aria-expanded={isOpen}
        aria-controls={isOpen ? detail : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="line-head">
          <span className="line-title">
            <span className="fold" aria-hidden="true" />
            {breakable(line.title)}
          </span>
          {!isUnder && <time dateTime={new Date(line.at).toISOString()}>{clock(line.at)}</time>}
        </span>
        <span className="line-facts">
          <span className={`source source-${line.kind}`}>{SOURCES[line.kind]}</span>
          <span className="line-how">
            <span aria-hidden="true">{how.symbol} </span>
            {how.words}
          </span>
          {isUnsure && <span>Maybe for another one: several waited for an answer</span>}
          {isUnder && readsWholeList(line) && <span>Whole list, like a regular poll</span>}
        </span>
      </button>
      {line.kind === "delivery" && <AckBar line={line} />}
      {isOpen && (
        <div id={detail} className="line-detail">
          <JsonTree label={`Detail of ${line.title}`} value={line.detail} open={2} />
        </div>
      )}
    </div>
  );
}

/** The time to the ack against what Slack allows. */
function AckBar({ line }: { readonly line: LogLine }) {
  if (line.ms === null) return null;
  const share = Math.min(line.ms / ACK_LIMIT, 1);
  return (
    <div className={line.ok ? "ack" : "ack ack-late"}>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `max(2px, ${share * 100}%)` }} />
      </span>
      <span>of {milliseconds(ACK_LIMIT)}</span>
    </div>
  );
}

/** An address that may be broken where a reader would. */
function breakable(title: string): ReactNode {
  return [...title.matchAll(/[^?&]+[?&]?|[?&]/g)].map((part) => (
    <Fragment key={part.index}>
      {part[0]}
      <wbr />
    </Fragment>
  ));
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB");
}
