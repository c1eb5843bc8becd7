/** An input block: a label, a field, a hint, and what is wrong with it. */

import { createContext, useContext, useId } from "react";
import type { Json } from "../wire";
import { Element } from "./elements/Element";
import { flag, part, text } from "./json";
import { Plain } from "./Text";

/** What is wrong, by `block_id`. */
export const ErrorsContext = createContext<ReadonlyMap<string, string>>(new Map());

export function Input({ block }: { readonly block: Json }) {
  const id = useId();
  const error = useContext(ErrorsContext).get(text(block, "block_id"));
  const hint = part(block, "hint");
  const optional = flag(block, "optional");
  const at = {
    id: `${id}field`,
    labelledBy: `${id}label`,
    describedBy: [error && `${id}error`, hint && `${id}hint`].filter(Boolean).join(" "),
    invalid: error !== undefined,
    required: !optional,
  };
  return (
    <div className={error === undefined ? "input" : "input wrong"} data-wrong={error && ""}>
      <label htmlFor={at.id} className="input-label">
        <span id={at.labelledBy}>
          <Plain object={part(block, "label") ?? {}} />
        </span>
        {optional && <span className="input-optional"> (optional)</span>}
      </label>
      <Element
        block={text(block, "block_id")}
        element={part(block, "element") ?? {}}
        at={at}
        sends={flag(block, "dispatch_action")}
        optional={optional}
      />
      {error !== undefined && (
        <p id={`${id}error`} className="input-error" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <div id={`${id}hint`} className="input-hint">
          <Plain object={hint} />
        </div>
      )}
    </div>
  );
}
