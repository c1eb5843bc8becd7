/** Radio buttons and checkboxes. */

import { useId } from "react";
import type { Json } from "../../wire";
import { part, parts, text } from "../json";
import { Text } from "../Text";
import { type ElementProps, named, one, several, useField } from "./field";
import { Warning } from "./Warning";

export function Radios(props: ElementProps) {
  const { now, choose, busy, failed, frozen } = useField(props);
  const group = useId();
  return (
    <div role="radiogroup" className="choices" {...named(props)} aria-busy={busy || undefined}>
      {parts(props.element, "options").map((option) => (
        <Choice key={text(option, "value")} option={option}>
          <input
            type="radio"
            name={group}
            disabled={frozen}
            checked={one(now) === text(option, "value")}
            onChange={() => choose("option", text(option, "value"))}
          />
        </Choice>
      ))}
      {failed && <Warning />}
    </div>
  );
}

export function Checkboxes(props: ElementProps) {
  const { now, choose, busy, failed, frozen } = useField(props);
  const ticked = several(now);
  const { "aria-required": _, ...names } = { "aria-required": undefined, ...named(props) };
  const turned = (value: string) =>
    ticked.includes(value) ? ticked.filter((one) => one !== value) : [...ticked, value];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be the label we have.
    <div role="group" className="choices" {...names} aria-busy={busy || undefined}>
      {parts(props.element, "options").map((option) => (
        <Choice key={text(option, "value")} option={option}>
          <input
            type="checkbox"
            disabled={frozen}
            checked={ticked.includes(text(option, "value"))}
            onChange={() => choose("option", turned(text(option, "value")))}
          />
        </Choice>
      ))}
      {failed && <Warning />}
    </div>
  );
}

interface ChoiceProps {
  readonly option: Json;
  readonly children: React.ReactNode;
}

function Choice({ option, children }: ChoiceProps) {
  const description = part(option, "description");
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children.
    <label className="choice">
      {children}
      <span>
        <Text object={part(option, "text") ?? {}} />
        {description && (
          <span className="choice-description">
            <Text object={description} />
          </span>
        )}
      </span>
    </label>
  );
}
