import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { listen } from "../listening";
import type { Play, State } from "../play";
import { enter, Refused } from "../server";
import { heard, type News, shown } from "../store";
import type { Snapshot } from "../wire";
import { PAGE } from "./page";
import { whileSeen } from "./seen";

const UNREADABLE = "The playground answered with something this page does not understand.";

/**
 * What is so for one person, kept up to date for as long as they are at the page.
 *
 * @param onStranger What to do when the playground does not know them, with whom it knows.
 */
export function useStream(
  user: string,
  onStranger: (people: readonly string[]) => void,
): { readonly state: State; readonly forget: Play["forget"] } {
  const [states, hear] = useReducer(heard, new Map());
  const entered = useRef(new Set<string>());
  // What the playground said of when this page was loaded, by person.
  const since = useRef(new Map<string, string>());
  useEffect(() => {
    let isGone = false;
    let stop = () => {};
    const tell = (news: News) => hear({ user, news });
    const begin = () => {
      if (isGone) return;
      stop = whileSeen(document, () =>
        listen(() => asking(user, since.current.get(user)), {
          hear: (kind, data) => {
            if (kind === "snapshot") since.current.set(user, (data as Snapshot).since);
            tell({ kind, data, at: performance.now() } as News);
          },
          lost: (isLost) => tell({ kind: "lost", isLost }),
          stranger: onStranger,
        }),
      );
    };
    const late = (error: unknown) => {
      if (error instanceof Refused && error.status === 0) tell({ kind: "lost", isLost: true });
    };
    if (entered.current.has(user)) begin();
    else enter(user).catch(late).then(begin);
    entered.current.add(user);
    return () => {
      isGone = true;
      stop();
    };
  }, [user, onStranger]);

  const [before, show] = useState(user);
  const state = useMemo(() => shown(states, user, before), [states, user, before]);
  // React draws anew at once with what is set while drawing; nothing is shown twice.
  if (state.run !== "" && state.me !== before) show(state.me);
  const forget = useCallback(
    (view: string) => hear({ user, news: { kind: "forget", view } }),
    [user],
  );
  return { state, forget };
}

function asking(user: string, since: string | undefined): Readonly<Record<string, string>> {
  return { user, page: PAGE, ...(since !== undefined && { since }) };
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
