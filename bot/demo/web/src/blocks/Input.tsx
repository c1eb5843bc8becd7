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
  const element = part(block, "element") ?? {};
  const described = [error && `${id}error`, hint && `${id}hint`].filter(Boolean).join(" ");
  const named = { id: `${id}field`, labelledBy: `${id}label`, describedBy: described };
  return (
    <div className={error === undefined ? "input" : "input wrong"} data-wrong={error && ""}>
      <label htmlFor={named.id} className="input-label">
        <span id={named.labelledBy}>
          <Plain object={part(block, "label") ?? {}} />
        </span>
        {optional && <span className="input-optional"> (optional)</span>}
      </label>
      <Element
        key={text(element, "type")}
        block={text(block, "block_id")}
        element={element}
        at={{ ...named, invalid: error !== undefined, required: !optional }}
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
