/** What every element of a block is given, and how it is named for screen readers. */

import { useLayoutEffect, useRef, useState } from "react";
import type { Json } from "../../wire";
import { elementName, type Held, held, type Picked, useForm } from "../held";
import { part, text } from "../json";
import { useElementPress } from "../surface";
import { inTurn } from "./turns";

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
    "data-action": text(element, "action_id"),
    ...(at.labelledBy
      ? { "aria-labelledby": at.labelledBy }
      : { "aria-label": elementName(element) }),
    ...(at.describedBy ? { "aria-describedby": at.describedBy } : {}),
    ...(at.invalid ? { "aria-invalid": true } : {}),
    ...(at.required ? { "aria-required": true } : {}),
  };
}

/** A change of which the app is to hear. */
interface Told {
  readonly kind: "value" | "option";
  readonly next: Held;
  /** What is held again if the person does not confirm it. */
  readonly before: Held;
  /** The `block_id` where it was chosen. */
  readonly from: string;
}

/** What an element holds, and the ways to change that and to tell the app. */
export function useField({ block, element, sends }: ElementProps) {
  const form = useForm();
  const { press, ...stage } = useElementPress(block, element);
  const action = text(element, "action_id");
  const now = held({ block_id: block }, element, form.form);
  const hold = (next: Held, picked?: Picked) => form.hold(block, action, next, picked);
  const inform = useInTurn(async ({ kind, next, before, from }: Told) => {
    // The message was drawn anew while this waited: there too the newest choice is shown.
    if (from !== block) hold(next);
    const what =
      kind === "option" ? { option: next } : { value: typeof next === "string" ? next : "" };
    const outcome = await press(what);
    if (outcome === "denied") hold(before);
  });
  /** Tell the app what is held; a choice the person does not confirm is taken back to `before`. */
  const tell = async (kind: Told["kind"], next: Held, before: Held) => {
    if (sends) await inform({ kind, next, before, from: block });
  };
  /** Hold and tell: what most elements do. */
  const choose = (kind: Told["kind"], next: Held, picked?: Picked) => {
    hold(next, picked);
    return tell(kind, next, now);
  };
  return { now, hold, tell, choose, labels: form.labels, ...stage };
}

/** `inTurn` for the newest `run`; what still waits when the element goes away is dropped. */
function useInTurn<What>(run: (what: What) => Promise<unknown>) {
  const newest = useRef<typeof run | null>(run);
  useLayoutEffect(() => {
    newest.current = run;
    return () => {
      newest.current = null;
    };
  });
  const [inform] = useState(() => inTurn(async (what: What) => newest.current?.(what)));
  return inform;
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
