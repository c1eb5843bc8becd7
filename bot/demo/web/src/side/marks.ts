import { useEffect, useMemo, useState } from "react";
import { keep, recall } from "../app/memory";
import type { State } from "../play";
import { type Marks, read, seen, unread, written } from "./unread";

interface Seen {
  readonly marks: Marks;
  /** How many there are to see, by channel; none for 0. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * What each person has seen in this run of the playground, also before the page was loaded anew.
 *
 * @param open The channel whose messages are on the screen.
 */
export function useMarks(state: State, open: string | null): Seen {
  const { run, me, messages } = state;
  const [known, change] = useState<ReadonlyMap<string, Marks>>(new Map());
  const key = `${run} ${me}`;
  const marks = useMemo(() => known.get(key) ?? remembered(run, me), [known, key, run, me]);
  useEffect(() => {
    const after = seen(marks, messages, open);
    if (run === "" || after === marks) return;
    change((old) => new Map(old).set(key, after));
    keep("tab", nameFor(me), written(run, after));
  }, [run, me, key, marks, messages, open]);
  const counts = useMemo(() => counted(messages, me, marks), [messages, me, marks]);
  return { marks, counts };
}

function remembered(run: string, me: string): Marks {
  return read(recall("tab", nameFor(me)), run);
}

function nameFor(me: string): string {
  return `seen-${me}`;
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
