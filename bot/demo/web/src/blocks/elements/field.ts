/** What every element of a block is given, and how it is named for screen readers. */

import type { Json } from "../../wire";
import { elementName, type Held, held, type Picked, useForm } from "../held";
import { part, text } from "../json";
import { useElementPress } from "../surface";

/** Where an element's label and error stand; it names itself where it has none. */
export interface Labelled {
  readonly id: string;
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly required?: boolean;
}

export interface ElementProps {
  /** The `block_id`. */
  readonly block: string;
  readonly element: Json;
  readonly at: Labelled;
  /** Whether a change goes to the app at once: everywhere but in an input block. */
  readonly sends: boolean;
  /** Whether a choice can be taken back. */
  readonly optional: boolean;
}

/** The attributes that name a control. */
export function named({ element, at }: Pick<ElementProps, "element" | "at">) {
  return {
    id: at.id,
    ...(at.labelledBy
      ? { "aria-labelledby": at.labelledBy }
      : { "aria-label": elementName(element) }),
    ...(at.describedBy ? { "aria-describedby": at.describedBy } : {}),
    ...(at.invalid ? { "aria-invalid": true } : {}),
    ...(at.required ? { "aria-required": true } : {}),
  };
}

/** What an element holds, and the ways to change that and to tell the app. */
export function useField({ block, element, sends }: ElementProps) {
  const form = useForm();
  const { press, ...stage } = useElementPress(block, element);
  const action = text(element, "action_id");
  const now = held({ block_id: block }, element, form.form);
  const hold = (next: Held, picked?: Picked) => form.hold(block, action, next, picked);
  /** Tell the app what is held; a choice the person does not confirm is taken back to `before`. */
  const tell = async (kind: "value" | "option", next: Held, before: Held) => {
    if (!sends) return;
    const what =
      kind === "option" ? { option: next } : { value: typeof next === "string" ? next : "" };
    if ((await press(what)) === "denied") hold(before);
  };
  /** Hold and tell: what most elements do. */
  const choose = (kind: "value" | "option", next: Held, picked?: Picked) => {
    hold(next, picked);
    return tell(kind, next, now);
  };
  return { now, hold, tell, choose, labels: form.labels, ...stage };
}

/** One value, of an element that holds one. */
export function one(now: Held): string {
  return typeof now === "string" ? now : "";
}

/** The values, of an element that holds several. */
export function several(now: Held): readonly string[] {
  return now === null ? [] : typeof now === "string" ? [now] : now;
}

export function placeholder(element: Json): string {
  const object = part(element, "placeholder");
  return object === null ? "" : text(object, "text");
}
