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
  useEffect(() => {
    newest.current = values;
  }, [values]);
  // Parents write places down in line: a new object each time, of the same meaning.
  const key = JSON.stringify(where);
  const surface = useMemo((): Surface => {
    const place: Place = JSON.parse(key);
    const agreed = async (confirm: Json | null) => {
      if (confirm === null) return true;
      const yes = await new Promise<boolean>((answer) => ask({ confirm, answer }));
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

export type Outcome = "taken" | "failed" | "denied";

/** One element's presses: whether one is under way, and whether the last went wrong. */
export function useElementPress(block: string, element: Json) {
  const { agreed, send, frozen } = useSurface();
  const [stage, setStage] = useState<"idle" | "busy" | "failed">("idle");
  const press = async (what: Pick<Press, "value" | "option">): Promise<Outcome> => {
    if (frozen || stage === "busy") return "denied";
    if (!(await agreed(part(element, "confirm")))) return "denied";
    setStage("busy");
    const taken = await send({ block_id: block, action_id: text(element, "action_id"), ...what });
    setStage(taken ? "idle" : "failed");
    return taken ? "taken" : "failed";
  };
  return { press, busy: stage === "busy", failed: stage === "failed", frozen };
}
