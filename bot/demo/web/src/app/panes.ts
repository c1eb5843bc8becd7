import type { Place } from "../wire";

/** What stands at the right, one at a time. */
export type Pane =
  | { readonly kind: "thread"; readonly channel: string; readonly ts: string }
  | { readonly kind: "developer"; readonly place: Place | null }
  | { readonly kind: "world" };

/** What is left open in a new world: nothing that was about a message of the old one. */
export function inNewWorld(pane: Pane | null): Pane | null {
  if (pane?.kind === "thread") return null;
  return pane?.kind === "developer" && pane.place !== null ? null : pane;
}

/** Pressing the button of an open panel closes it. */
export function toggled(pane: Pane | null, kind: "developer" | "world"): Pane | null {
  if (pane?.kind === kind) return null;
  return kind === "world" ? { kind } : { kind, place: null };
}
