/** Turning a switch of the world. */

import { usePlay } from "../play";
import { turn } from "../server";
import type { Turn } from "../wire";
import { said } from "./sentences";

/**
 * @returns Turns a switch and says what is so now; whether it was turned.  `name` is that of the
 *     image or channel.
 */
export function useTurn(): (what: Turn, name?: string) => Promise<boolean> {
  const { state, act, announce } = usePlay();
  return async (what, name = "") => {
    const done = await act(turn(state.me, what));
    if (done === null || done.problem !== null) return false;
    announce(said(what, state.world, name));
    return true;
  };
}
