/** Closing a modal. */

import { type Play, usePlay } from "../play";
import { close as closeView, Refused } from "../server";
import type { View } from "../wire";

/** The status of what the playground no longer knows, and of what did not reach it. */
const GONE = 404;
const UNREACHED = 0;

/** Whether a modal is not there (any more) for the playground. */
export function isGone(reason: unknown): boolean {
  return reason instanceof Refused && reason.status === GONE;
}

/**
 * Close a modal, or all of them: a person gets rid of it also where the playground does not know
 * it or cannot be reached.
 */
export async function leave(play: Play, view: View, all: boolean): Promise<void> {
  const { state, act, forget } = play;
  const lowest = (all ? state.modals[0] : undefined) ?? view;
  if (state.lost) {
    forget(lowest.id);
    return;
  }
  const answered = await act(closeView(state.me, view.id, all).catch(leftAnyway));
  if (answered !== null) forget(lowest.id);
}

function leftAnyway(reason: unknown): object {
  if (isGone(reason) || (reason instanceof Refused && reason.status === UNREACHED)) return {};
  throw reason;
}

export function useLeave(view: View): (all: boolean) => void {
  const play = usePlay();
  return (all) => void leave(play, view, all);
}
