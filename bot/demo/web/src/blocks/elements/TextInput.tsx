/** Inputs for text, addresses and numbers. */

import type { ChangeEvent, KeyboardEvent } from "react";
import { flag, number, part, text } from "../json";
import { type ElementProps, named, one, placeholder, useField } from "./field";
import { useLater } from "./later";

type Typed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement>;

const PAUSE_MS = 300;
/** Slack shows how many characters are left when it gets tight. */
const TIGHT = 50;
const KINDS: { readonly [type: string]: { type: string; inputMode?: "decimal" } } = {
  email_text_input: { type: "email" },
  url_text_input: { type: "url" },
  number_input: { type: "text", inputMode: "decimal" },
};

export function TextInput(props: ElementProps) {
  const { now, hold, tell, busy, frozen } = useField(props);
  const later = useLater(PAUSE_MS);
  const { element } = props;
  const type = text(element, "type");
  const value = one(now);
  const triggers = part(element, "dispatch_action_config")?.trigger_actions_on;
  const on = (trigger: string) => props.sends && listed(triggers).includes(trigger);
  const long = flag(element, "multiline") || type === "rich_text_input";
  const typed = (next: string) => {
    hold(next || null);
    if (on("on_character_entered")) later(() => tell("value", next, next));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !on("on_enter_pressed") || (long && event.shiftKey)) return;
    // Enter is for the app here, not for the modal.
    event.preventDefault();
    void tell("value", value, value);
  };
  const control = {
    ...named(props),
    className: "entry",
    value,
    disabled: frozen,
    placeholder: placeholder(element),
    "aria-busy": busy || undefined,
    onKeyDown: keys,
    onChange: (event: Typed) => typed(event.target.value),
  };
  return (
    <>
      {long ? (
        <textarea {...control} rows={4} />
      ) : (
        <input {...control} {...(KINDS[type] ?? { type: "text" })} autoComplete="off" />
      )}
      <Left most={number(element, "max_length")} used={value.length} />
    </>
  );
}

function Left({ most, used }: { readonly most: number | null; readonly used: number }) {
  if (most === null || most - used > TIGHT || used === 0) return null;
  return <span className="left">{most - used}</span>;
}

/** Slack's default is Enter (docs.slack.dev, "Dispatch action configuration"). */
function listed(triggers: unknown): readonly unknown[] {
  return Array.isArray(triggers) ? triggers : ["on_enter_pressed"];
}
