import { type ReactNode, useState } from "react";
import { type Play, PlayContext, type State, usePlay } from "../play";

/** What the drawing of a message can depend on, beside the message itself. */
const MATTERS = [
  "me",
  "users",
  "channels",
  "botUser",
  "world",
  "lost",
] as const satisfies readonly (keyof State)[];

/**
 * The same `Play` for what is inside, as long as nothing changes that its drawing depends on: else
 * every line of the journal would draw every message anew.
 */
export function Calm({ children }: { readonly children: ReactNode }) {
  const play = usePlay();
  const [calm, change] = useState(play);
  const isCalm = isSame(calm, play);
  // React draws anew at once with what is set while drawing; nothing is shown twice.
  if (!isCalm) change(play);
  return <PlayContext value={isCalm ? calm : play}>{children}</PlayContext>;
}

function isSame(one: Play, other: Play): boolean {
  return MATTERS.every((name) => one.state[name] === other.state[name]);
}
