/** JSON that one can read, fold and copy. */

import { useState } from "react";
import { usePlay } from "../play";

interface NodeProps {
  readonly name: string | null;
  readonly value: unknown;
  /** How many levels from here on are open at first. */
  readonly open: number;
}

/** A value with its children; those of a closed one are not drawn at all. */
function Node({ name, value, open }: NodeProps) {
  const [isOpen, setOpen] = useState(open > 0);
  const label = name === null ? null : <span className="json-key">{name}: </span>;
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return (
      <li className="json-leaf">
        {label}
        <span className={`json-${typeof value}`}>{JSON.stringify(value) ?? "undefined"}</span>
      </li>
    );
  }
  const isList = Array.isArray(value);
  return (
    <li>
      <button
        type="button"
        className="json-fold"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="fold" aria-hidden="true" />
        {label}
        <span className="json-hint">{hint(value)}</span>
      </button>
      {isOpen && (
        <ul className="json-children">
          {Object.entries(value).map(([key, child]) => (
            <Node key={key} name={isList ? null : key} value={child} open={open - 1} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What stands in a folded value: its type, if it names one, and how much it holds. */
export function hint(value: object): string {
  const count = Object.keys(value).length;
  if (Array.isArray(value)) return count === 1 ? "[ 1 item ]" : `[ ${count} items ]`;
  const type: unknown = Reflect.get(value, "type");
  const much = count === 1 ? "1 key" : `${count} keys`;
  return typeof type === "string" ? `{ ${type}, ${much} }` : `{ ${much} }`;
}

interface Props {
  readonly label: string;
  readonly value: object;
  readonly open: number;
}

export function JsonTree({ label, value, open }: Props) {
  const { announce } = usePlay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(JSON.stringify(value, null, 2));
      announce("The JSON is copied.");
    } catch {
      announce("The browser does not let the page copy.");
    }
  };
  return (
    <div className="json">
      <button type="button" className="small-button json-copy" onClick={copy}>
        Copy JSON
      </button>
      <ul className="json-root" aria-label={label}>
        <Node name={null} value={value} open={open} />
      </ul>
    </div>
  );
}
