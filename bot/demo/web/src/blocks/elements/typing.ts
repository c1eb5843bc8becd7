/** How a typeahead is worked: what opens, chooses, takes back and closes. */

import { useRef, useState } from "react";
import { usePlay } from "../../play";
import type { Held } from "../held";
import { number, part, parts, text } from "../json";
import { type ElementProps, one, several, useField } from "./field";
import { flat, type Offer, offer, offered } from "./offered";
import { useFound } from "./search";

/** Slack's most for `max_selected_items` where an app sets none. */
const MOST = 100;

export function useTyping(props: ElementProps) {
  const field = useField(props);
  const { now } = field;
  const opening = useOpening(now, field.tell);
  const many = text(props.element, "type").startsWith("multi_");
  const found = useFound(props.block, props.element, opening.typed, opening.open);
  const chosen = many ? several(now) : [one(now)].filter(Boolean);
  const full = many && chosen.length >= (number(props.element, "max_selected_items") ?? MOST);

  const add = (picked: Offer) => {
    const kept = chosen.filter((value) => value !== picked.value);
    const has = kept.length < chosen.length;
    if (has || !full) field.hold(has ? kept : [...kept, picked.value], picked);
    opening.type("");
  };
  const choose = (picked: Offer) => {
    if (many) return add(picked);
    opening.shut();
    void field.choose("option", picked.value, picked);
  };
  const remove = (value: string) => {
    const kept = many ? chosen.filter((each) => each !== value) : null;
    if (opening.open) field.hold(kept);
    else void field.choose("option", kept);
  };
  const word = full ? "No more can be chosen." : found.word;
  const shown = { groups: found.groups, offers: flat(found.groups), word };
  const called = useCalled(props, field.labels);
  return { ...opening, ...shown, many, chosen, field, called, choose, remove };
}

/** Whether the list is open, for which words, and which offer is the active one. */
function useOpening(now: Held, tell: ReturnType<typeof useField>["tell"]) {
  const [typed, type] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const before = useRef<Held>(now);
  const show = () => {
    if (!open) before.current = now;
    setOpen(true);
    setActive(0);
  };
  const shut = () => {
    setOpen(false);
    type("");
  };
  /** What was chosen meanwhile the app hears of now, as from Slack. */
  const close = () => {
    shut();
    const changed = JSON.stringify(before.current) !== JSON.stringify(now);
    if (open && changed) void tell("option", now, before.current);
  };
  const write = (words: string) => {
    show();
    type(words);
  };
  return { typed, type, open, active, setActive, show, shut, close, write };
}

type Typing = ReturnType<typeof useTyping>;

/** What each key does; null where the key is not ours. */
export const KEYS: {
  readonly [key: string]: (it: Typing, optional: boolean) => (() => void) | null;
} = {
  ArrowDown: (it) => () =>
    it.open ? it.setActive(stepped(it.active, 1, it.offers.length)) : it.show(),
  ArrowUp: (it) => () =>
    it.open ? it.setActive(stepped(it.active, -1, it.offers.length)) : it.show(),
  Escape: (it) => (it.open ? it.close : null),
  Enter: (it) => {
    const picked = it.offers[it.active];
    if (!it.open) return null;
    return picked === undefined ? it.close : () => it.choose(picked);
  },
  Backspace: (it, optional) => {
    const last = it.chosen.at(-1);
    const takes = it.typed === "" && last !== undefined && (it.many || optional);
    return takes ? () => it.remove(last) : null;
  },
};

/** The next place in a list of so many, round and round. */
export function stepped(at: number, by: number, length: number): number {
  return length === 0 ? 0 : (at + by + length) % length;
}

/** The words for values that are chosen, wherever they came from. */
function useCalled({ element }: ElementProps, labels: ReadonlyMap<string, string>) {
  const { state } = usePlay();
  const initial = part(element, "initial_option");
  const first = [...parts(element, "initial_options"), ...(initial ? [initial] : [])].map(offer);
  const known = [...flat(offered(element, state)), ...first];
  return (value: string) =>
    labels.get(value) ?? known.find((each) => each.value === value)?.label ?? value;
}
