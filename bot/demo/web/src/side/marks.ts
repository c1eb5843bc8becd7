import { useEffect, useMemo, useState } from "react";
import type { State } from "../play";
import { type Marks, seen, unread } from "./unread";

const NONE: Marks = new Map();

interface Seen {
  readonly marks: Marks;
  /** How many there are to see, by channel; none for 0. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * What each person has seen since the page was loaded.
 *
 * @param open The channel whose messages are on the screen.
 */
export function useMarks(state: State, open: string | null): Seen {
  const { me, messages } = state;
  const [byPerson, change] = useState<ReadonlyMap<string, Marks>>(new Map());
  const marks = byPerson.get(me) ?? NONE;
  useEffect(() => {
    change((old) => {
      const before = old.get(me) ?? NONE;
      const after = seen(before, messages, open);
      return after === before ? old : new Map(old).set(me, after);
    });
  }, [me, messages, open]);
  const counts = useMemo(() => counted(messages, me, marks), [messages, me, marks]);
  return { marks, counts };
}

function counted(
  messages: State["messages"],
  me: string,
  marks: Marks,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [channel, rows] of messages) {
    const count = unread(rows, me, marks.get(channel)).length;
    if (count > 0) counts.set(channel, count);
  }
  return counts;
}
