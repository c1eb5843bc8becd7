/** What somebody has not seen yet, as the sidebar counts it. */

import { inChannel } from "../channel/rows";
import type { State } from "../play";
import type { Message } from "../wire";

/** The `ts` of the newest message seen, by channel. */
export type Marks = ReadonlyMap<string, string>;

/** Messages of others since the mark; without a mark all is seen. */
export function unread(
  messages: readonly Message[],
  me: string,
  mark: string | undefined,
): readonly Message[] {
  if (mark === undefined) return [];
  return inChannel(messages).filter((message) => message.ts > mark && message.user !== me);
}

/**
 * The marks after a look: `open` was seen now, and a channel heard of for the first time counts as
 * seen.
 *
 * @returns The same object if nothing moved.
 */
export function seen(marks: Marks, messages: State["messages"], open: string | null): Marks {
  const moved = new Map(marks);
  let isMoved = false;
  for (const [channel, rows] of messages) {
    if (marks.has(channel) && channel !== open) continue;
    const newest = rows.at(-1)?.ts ?? "";
    if (marks.get(channel) === newest) continue;
    moved.set(channel, newest);
    isMoved = true;
  }
  return isMoved ? moved : marks;
}

/** Marks as text; those of another run of the playground are of no use to it. */
export function written(run: string, marks: Marks): string {
  return JSON.stringify({ run, marks: [...marks] });
}

/** What `written` made of the marks of this run; none if it is anything else. */
export function read(text: string | null, run: string): Marks {
  try {
    const known = JSON.parse(text ?? "null");
    return known?.run === run ? new Map(known.marks) : NONE;
  } catch {
    return NONE;
  }
}

const NONE: Marks = new Map();
