/** Which messages a place shows, and how they are put together as Slack does. */

import type { Message } from "../wire";
import { day, moment } from "./times";

/** Messages of one author within this time stand under one head.  Milliseconds, as in Slack. */
const TOGETHER = 5 * 60_000;

/** A message and what stands before it. */
export interface Row {
  readonly message: Message;
  /** With avatar, name and time, and not just below the last message of the same author. */
  readonly hasHead: boolean;
  /** The first one of its day. */
  readonly isNewDay: boolean;
}

/** What is said of a message's replies. */
export interface Replies {
  readonly count: number;
  /** The newest reply's `ts`. */
  readonly last: string;
  /** Who wrote them, the first one first, three at most. */
  readonly authors: readonly string[];
}

/** A reply stands in its thread alone, unless it was sent to the channel too. */
export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

export function isBroadcast(message: Message): boolean {
  return message.subtype === "thread_broadcast";
}

/** Somebody came or went, or the channel did: Slack tells it in grey. */
export function isComing(message: Message): boolean {
  return message.subtype?.startsWith("channel_") === true;
}

/** What stands in the channel itself. */
export function inChannel(messages: readonly Message[]): readonly Message[] {
  return messages.filter((message) => !isReply(message) || isBroadcast(message));
}

/** A thread: the message it began with, then its replies. */
export function inThread(messages: readonly Message[], ts: string): readonly Message[] {
  return messages.filter((message) => message.ts === ts || message.thread_ts === ts);
}

/** Put messages together; they are in the order of their time. */
export function rows(messages: readonly Message[]): readonly Row[] {
  let last: Message | undefined;
  return messages.map((message) => {
    const isNewDay = last === undefined || day(moment(last.ts)) !== day(moment(message.ts));
    const hasHead = isNewDay || last === undefined || !belongsTo(last, message);
    last = message;
    return { message, hasHead, isNewDay };
  });
}

function belongsTo(last: Message, message: Message): boolean {
  return (
    last.user === message.user &&
    last.is_ephemeral === message.is_ephemeral &&
    !isBroadcast(message) &&
    moment(message.ts) - moment(last.ts) < TOGETHER
  );
}

/** By the `ts` of the message they answer; what only one person sees is not counted. */
export function replies(messages: readonly Message[]): ReadonlyMap<string, Replies> {
  const found = new Map<string, Replies>();
  for (const message of messages) {
    if (!isReply(message) || message.is_ephemeral || message.thread_ts === undefined) continue;
    const before = found.get(message.thread_ts);
    const authors = new Set([...(before?.authors ?? []), message.user]);
    found.set(message.thread_ts, {
      count: (before?.count ?? 0) + 1,
      last: message.ts,
      authors: [...authors].slice(0, 3),
    });
  }
  return found;
}
