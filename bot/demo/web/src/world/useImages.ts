/** The images that a search finds, kept up to date. */

import { useCallback, useEffect, useRef, useState } from "react";
import { usePlay } from "../play";
import { images, Refused } from "../server";
import type { ImageRow } from "../wire";

/** Milliseconds without a key before a search is asked for. */
const TYPING = 150;
/** Milliseconds that pass at least between two looks because something happened. */
const LOOK_AGAIN = 1000;

export interface Found {
  /** Null before the first answer. */
  readonly rows: readonly ImageRow[] | null;
  readonly problem: string;
  readonly reload: () => void;
}

export function useImages(words: string): Found {
  const [answer, setAnswer] = useState<Omit<Found, "reload">>({ rows: null, problem: "" });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  const asked = useRef(words);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every round asks again
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(
      () => {
        asked.current = words;
        look(words).then((found) => isWanted && setAnswer(found));
      },
      words === asked.current ? 0 : TYPING,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [words, round]);

  useLookAgain(reload);
  return { ...answer, reload };
}

/** Look again some time after anything happened. */
function useLookAgain(reload: () => void): void {
  const { log, world } = usePlay().state;
  // Not postponed by what goes on happening, or a busy journal would never let it look.
  const pending = useRef<ReturnType<typeof setTimeout> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever happens may change a status
  useEffect(() => {
    pending.current ??= setTimeout(() => {
      pending.current = null;
      reload();
    }, LOOK_AGAIN);
  }, [log, world, reload]);
  useEffect(
    () => () => {
      clearTimeout(pending.current ?? undefined);
      pending.current = null;
    },
    [],
  );
}

async function look(words: string): Promise<Omit<Found, "reload">> {
  try {
    return { rows: (await images(words)).images, problem: "" };
  } catch (error) {
    if (error instanceof Refused) return { rows: [], problem: error.message };
    throw error;
  }
}
