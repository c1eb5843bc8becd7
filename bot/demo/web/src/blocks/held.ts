/** What the menus and fields of a message, Home or modal hold while a person fills them in. */

import { createContext, useContext } from "react";
import type { Json, Values } from "../wire";
import { label, part, parts, text } from "./json";

/** A text or a choice, several choices, or nothing. */
export type Held = string | readonly string[] | null;

/** Only what was touched, by `heldKey`; the rest is as the block says. */
export type Form = ReadonlyMap<string, Held>;

/** What was touched, and the words for choices that no block lists: those of external menus. */
export interface Filled {
  readonly form: Form;
  readonly labels: ReadonlyMap<string, string>;
}

export const UNTOUCHED: Filled = { form: new Map(), labels: new Map() };

export type Hold = (block: string, action: string, held: Held, picked?: Picked) => void;

/** A choice and its words. */
export interface Picked {
  readonly value: string;
  readonly label: string;
}

export interface FormHolder extends Filled {
  readonly hold: Hold;
}

/** Where no holder is, nothing is held. */
export const FormContext = createContext<FormHolder>({ ...UNTOUCHED, hold: () => undefined });

export const useForm = () => useContext(FormContext);

export const heldKey = (block: string, action: string) => JSON.stringify([block, action]);

export function withHeld(filled: Filled, [block, action, held, picked]: Parameters<Hold>): Filled {
  const form = new Map(filled.form).set(heldKey(block, action), held);
  if (picked === undefined) return { ...filled, form };
  return { form, labels: new Map(filled.labels).set(picked.value, picked.label) };
}

const STATELESS = new Set([
  "",
  "button",
  "overflow",
  "workflow_button",
  "image",
  "mrkdwn",
  "plain_text",
  "icon_button",
  "feedback_buttons",
]);
/** Each `initial_…` that is a value by itself. */
const INITIAL_WORDS = [
  "initial_value",
  "initial_date",
  "initial_time",
  "initial_date_time",
  "initial_user",
  "initial_channel",
  "initial_conversation",
];
const INITIAL_LISTS = ["initial_users", "initial_channels", "initial_conversations"];

/** What an element holds before anybody touches it. */
export function initial(element: Json): Held {
  const option = part(element, "initial_option");
  if (option !== null) return text(option, "value");
  if (Array.isArray(element.initial_options)) {
    return parts(element, "initial_options").map((each) => text(each, "value"));
  }
  for (const key of INITIAL_LISTS) {
    const list = element[key];
    if (Array.isArray(list)) return list.filter((each) => typeof each === "string");
  }
  for (const key of INITIAL_WORDS) {
    const value = element[key];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  const rich = part(element, "initial_value");
  return rich === null ? null : richWords(rich);
}

function richWords(rich: Json): string {
  const below = parts(rich, "elements").map(richWords);
  return text(rich, "text") + below.join(text(rich, "type") === "rich_text" ? "\n" : "");
}

/** The elements of a block that hold something. */
export function holders(block: Json): readonly Json[] {
  const near = [part(block, "element"), part(block, "accessory")].filter((one) => one !== null);
  return [...near, ...parts(block, "elements")].filter(
    (element) => !STATELESS.has(text(element, "type")) && text(element, "action_id") !== "",
  );
}

export function held(block: Json, element: Json, form: Form): Held {
  const now = form.get(heldKey(text(block, "block_id"), text(element, "action_id")));
  return now === undefined ? initial(element) : now;
}

/** Everything a modal holds, untouched fields too. */
export function collected(blocks: readonly Json[], form: Form): Values {
  const values: Record<string, Record<string, Held>> = {};
  for (const block of blocks) {
    for (const element of holders(block)) {
      const name = text(block, "block_id");
      values[name] = { ...values[name], [text(element, "action_id")]: held(block, element, form) };
    }
  }
  return values;
}

/** What a field is called where no label stands beside it. */
export function elementName(element: Json): string {
  return (
    text(element, "accessibility_label") || label(element, "placeholder") || kindName(element)
  );
}

function kindName(element: Json): string {
  const type = text(element, "type");
  if (type.includes("date") || type.includes("time"))
    return type === "timepicker" ? "Time" : "Date";
  if (type.includes("select")) return "Choose";
  return type === "radio_buttons" || type === "checkboxes" ? "Options" : "Text";
}
