/** What a screen reader is told of a place whose messages change. */

import type { Message } from "../wire";

/** The newest thing that happened: a message that came, or one for this person that changed. */
export interface Happened {
  /** Greater for what happened later. */
  readonly stamp: string;
  readonly message: Message;
  readonly isUpdate: boolean;
}

/**
 * What happened last; the own answers of an app change in place, such as by Next, and that is an
 * answer to a press.
 *
 * @param messages In the order of their time.
 */
export function happened(messages: readonly Message[]): Happened | null {
  const newest = messages.at(-1);
  if (newest === undefined) return null;
  const only = messages.findLast((message) => message.is_ephemeral);
  const changed = only?.edited?.ts;
  if (only !== undefined && typeof changed === "string" && changed > newest.ts) {
    return { stamp: changed, message: only, isUpdate: true };
  }
  return { stamp: newest.ts, message: newest, isUpdate: false };
}
