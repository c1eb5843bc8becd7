/** Blocks that are text with something beside it, and rows of elements. */

import { useId } from "react";
import type { Json } from "../wire";
import { Element } from "./elements/Element";
import { label, part, parts, text } from "./json";
import { Picture } from "./Picture";
import { Plain, Text } from "./Text";

interface Props {
  readonly block: Json;
}

/** Slack puts these below the text, everything else to its right. */
const BELOW = new Set(["checkboxes", "radio_buttons"]);

export function Section({ block }: Props) {
  const id = useId();
  const object = part(block, "text");
  const accessory = part(block, "accessory");
  const fields = parts(block, "fields");
  const below = BELOW.has(text(accessory ?? {}, "type"));
  return (
    <div className={below ? "section below" : "section"}>
      <div className="section-text">
        {object && <Text object={object} />}
        {fields.length > 0 && (
          <div className="section-fields">
            {fields.map((field, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no names and keep their order.
              <div key={at}>
                <Text object={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section-accessory">
          <Element
            key={text(accessory, "type")}
            block={text(block, "block_id")}
            element={accessory}
            at={{ id }}
            sends
            optional={false}
          />
        </div>
      )}
    </div>
  );
}

export function Actions({ block }: Props) {
  const id = useId();
  return (
    <div className="actions">
      {parts(block, "elements").map((element, at) => (
        <Element
          key={`${text(element, "action_id") || at} ${text(element, "type")}`}
          block={text(block, "block_id")}
          element={element}
          at={{ id: `${id}${at}` }}
          sends
          optional={false}
        />
      ))}
    </div>
  );
}

export function Context({ block }: Props) {
  return (
    <div className="context">
      {parts(block, "elements").map((element, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no names and keep their order.
        <div key={at}>
          {text(element, "type") === "image" ? (
            <Picture alt={text(element, "alt_text")} small />
          ) : (
            <Text object={element} />
          )}
        </div>
      ))}
    </div>
  );
}

export function Header({ block }: Props) {
  return (
    <h2 className="header">
      <Plain object={part(block, "text") ?? {}} />
    </h2>
  );
}

export function Image({ block }: Props) {
  return <Picture alt={text(block, "alt_text")} title={label(block, "title")} />;
}
