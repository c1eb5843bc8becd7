import { useCallback, useEffect, useReducer } from "react";
import type { Play, State } from "../play";
import { enter, listen, Refused } from "../server";
import { type News, nothing, reduce } from "../store";
import { keep } from "./memory";

const UNREADABLE = "The playground answered with something this page does not understand.";

/** What is so for this person, kept up to date for as long as they are at the page. */
export function useStream(user: string): State {
  const [state, hear] = useReducer(reduce, user, nothing);
  useEffect(() => {
    let isGone = false;
    let stop = () => {};
    const begin = () => {
      if (isGone) return;
      stop = listen(
        user,
        (kind, data) => hear({ kind, data, at: performance.now() } as News),
        (isLost) => hear({ kind: "lost", isLost }),
      );
    };
    hear({ kind: "become", user });
    // Without an answer the stream says that the connection is lost; a person the playground does
    // not know is not tried again when the page is loaded anew.
    enter(user)
      .catch(() => keep("tab", "person", null))
      .then(begin);
    return () => {
      isGone = true;
      stop();
    };
  }, [user]);
  return state;
}

/** `Play.act`, by the announcements of this page. */
export function useAct(announce: Play["announce"]): Play["act"] {
  return useCallback(
    async <T extends object>(doing: Promise<T>) => {
      try {
        const done = await doing;
        if ("problem" in done && typeof done.problem === "string") announce(done.problem);
        return done;
      } catch (error) {
        announce(error instanceof Refused ? error.message : UNREADABLE);
        return null;
      }
    },
    [announce],
  );
}
