/** Where elements stand, and how a press of one goes to the app. */

import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import { usePlay } from "../play";
import { press as sendPress } from "../server";
import type { Json, Place, Press, Values } from "../wire";
import { part, text } from "./json";

export interface Surface {
  readonly place: Place;
  /** Nothing can be pressed here (any more). */
  readonly frozen: boolean;
  /** Ask the person; true if there is nothing to ask. */
  readonly agreed: (confirm: Json | null) => Promise<boolean>;
  /** Send a press and wait for the ack; false if something went wrong, which was then said. */
  readonly send: (what: Press) => Promise<boolean>;
  /** What the fields of a view hold by now, which goes with every press there. */
  readonly filled: () => Filled;
}

export interface Filled {
  readonly values?: Values;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error("Elements stand in Blocks.");
  return surface;
}

/** A question that waits for its answer. */
export interface Question {
  readonly confirm: Json;
  readonly answer: (yes: boolean) => void;
}

export function useNewSurface(where: Place, frozen: boolean, values: Values) {
  const { state, act } = usePlay();
  const [question, ask] = useState<Question | null>(null);
  const me = state.me;
  const newest = useRef(values);
  const isAsking = useRef(false);
  useEffect(() => {
    newest.current = values;
  }, [values]);
  // Parents write places down in line: a new object each time, of the same meaning.
  const key = JSON.stringify(where);
  const surface = useMemo((): Surface => {
    const place: Place = JSON.parse(key);
    const agreed = async (confirm: Json | null) => {
      if (confirm === null) return true;
      // One question at a time: another would leave the first without an answer for ever.
      if (isAsking.current) return false;
      isAsking.current = true;
      const yes = await new Promise<boolean>((answer) => ask({ confirm, answer }));
      isAsking.current = false;
      ask(null);
      return yes;
    };
    const filled = () => ("view" in place ? { values: newest.current } : {});
    const send = async (what: Press) => {
      const done = await act(sendPress(me, place, { ...what, ...filled() }));
      return done !== null && done.problem === null;
    };
    return { place, frozen, agreed, send, filled };
  }, [key, frozen, act, me]);
  return { surface, question };
}

/** `busy`: not sent, for the element's former press is still under way. */
export type Outcome = "taken" | "failed" | "denied" | "busy";

export type What = Pick<Press, "value" | "option">;

type Stage = "idle" | "busy" | "failed";

/** One element's presses: whether one is under way, and whether the last went wrong. */
export function useElementPress(block: string, element: Json) {
  const { agreed, send, frozen } = useSurface();
  const [last, setLast] = useState<{ readonly stage: Stage; readonly block: string }>(IDLE);
  const isGoing = useRef(false);
  /** @param onAgreed Done when the person agreed, before the app hears of it. */
  const press = async (what: What, onAgreed?: () => void): Promise<Outcome> => {
    if (frozen) return "denied";
    // Clicks may come faster than React draws: what it drew last does not count here.
    if (isGoing.current) return "busy";
    isGoing.current = true;
    const mark = (stage: Stage) => setLast({ stage, block });
    try {
      if (!(await agreed(part(element, "confirm")))) return "denied";
      onAgreed?.();
      mark("busy");
      const action = text(element, "action_id");
      const taken = await send({ block_id: block, action_id: action, ...what });
      mark(taken ? "idle" : "failed");
      return taken ? "taken" : "failed";
    } finally {
      isGoing.current = false;
    }
  };
  // A block that was drawn anew has another id: what went wrong was with the old one.
  const failed = last.stage === "failed" && last.block === block;
  return { press, busy: last.stage === "busy", failed, frozen };
}

const IDLE = { stage: "idle", block: "" } as const;
