/** What a command became: the journal's lines, gathered beneath what the bot was answering. */

import type { LogLine } from "../wire";
import { outcome } from "./outcome";

/** A line and, beneath a delivery, what was done to answer it; the oldest of these first. */
export interface Entry {
  readonly line: LogLine;
  readonly under: readonly LogLine[];
  /** Ids of requests beneath it that another delivery may have been the reason for. */
  readonly unsure: ReadonlySet<string>;
}

/** Which lines are wanted; `hidePolls` leaves out requests that no delivery was waiting for. */
export interface Filter {
  readonly delivery: boolean;
  readonly modelarts: boolean;
  readonly slack: boolean;
  readonly hidePolls: boolean;
}

export interface Shown {
  readonly entries: readonly Entry[];
  /** Regular polls that `hidePolls` left out. */
  readonly hidden: number;
  /** Those of them that failed. */
  readonly hiddenFailed: number;
}

/** How long Slack waits for an ack, in real milliseconds. */
export const ACK_LIMIT = 3000;
/** Real milliseconds in which a person still waits for an answer. */
const PATIENCE = 60_000;
/**
 * Real milliseconds after the first answer in which the others come.  A call that changes the same
 * message later has another cause, though it names the same delivery.
 */
const AFTERWARDS = 5000;
/** What people ask for of which the whole list may have to be read; all else reads none. */
const LOOKS_UP = /^(\/\S+ (find|failed|groups|show|explain)\b|Pressed |Chose |Typed )/;
/** All that the regular polls ask with: they read the whole list, page by page. */
const POLLED = new Set(["limit", "offset", "type", "workspace_id"]);

/** Whether a request reads the whole list, as the regular polls do. */
export function readsWholeList(line: LogLine): boolean {
  const [method = "", address = ""] = line.title.split(" ");
  const [path = "", query = ""] = address.split("?");
  if (line.kind !== "modelarts" || method !== "GET" || !path.endsWith("/images")) return false;
  return [...new URLSearchParams(query).keys()].every((name) => POLLED.has(name));
}

interface Waiting {
  readonly delivery: LogLine;
  readonly under: LogLine[];
  readonly unsure: Set<string>;
  readonly acked: number;
  readonly patience: number;
  /** When the first answer came that Slack took; null as long as there is none. */
  answered: number | null;
}

/**
 * Gather the lines, the newest entry first.
 *
 * A request to ModelArts names no delivery: it belongs to the newest one that had no answer when
 * it was made.  Only its words tell it from a regular poll.
 *
 * @param lines In any order.
 * @param rate Demo milliseconds in a real one: what a person waits is real.
 */
export function grouped(lines: readonly LogLine[], rate: number): readonly Entry[] {
  const sorted = lines.toSorted((one, other) => one.at - other.at);
  const waiting = new Map<string, Waiting>();
  for (const line of sorted)
    if (line.kind === "delivery") waiting.set(line.id, opened(line, rate));
  const alone = sorted.filter((line) => line.kind !== "delivery" && !answers(line, waiting, rate));
  const free = alone.filter((line) => !belongs(line, waiting));
  const entries = free.map(lonely);
  for (const { delivery, under, unsure } of waiting.values()) {
    const inOrder = under.toSorted((one, other) => one.at - other.at);
    entries.push({ line: delivery, under: inOrder, unsure });
  }
  return entries.toSorted((one, other) => other.line.at - one.line.at);
}

const SURE: ReadonlySet<string> = new Set();

function lonely(line: LogLine): Entry {
  return { line, under: [], unsure: SURE };
}

function opened(delivery: LogLine, rate: number): Waiting {
  return {
    delivery,
    under: [],
    unsure: new Set(),
    acked: delivery.at + (delivery.ms ?? ACK_LIMIT) * rate,
    patience: delivery.at + PATIENCE * rate,
    answered: null,
  };
}

/** Put a call to Slack beneath the delivery that it names, if that was still being answered. */
function answers(line: LogLine, waiting: ReadonlyMap<string, Waiting>, rate: number): boolean {
  const one = line.kind === "slack" && line.delivery ? waiting.get(line.delivery) : undefined;
  const end = one?.answered != null ? one.answered + AFTERWARDS * rate : one?.patience;
  if (one === undefined || end === undefined || line.at > end) return false;
  one.under.push(line);
  // What Slack refused is tried again, and until then there is no answer.
  if (line.ok) one.answered ??= line.at;
  return true;
}

/** Put a request to ModelArts beneath the newest delivery that it can have been made for. */
function belongs(line: LogLine, waiting: ReadonlyMap<string, Waiting>): boolean {
  if (line.kind !== "modelarts") return false;
  const able = [...waiting.values()].filter(
    (each) => each.delivery.at <= line.at && line.at <= ends(each, line),
  );
  const newest = able.at(-1);
  newest?.under.push(line);
  if (able.length > 1) newest?.unsure.add(line.id);
  return newest !== undefined;
}

/** Until when a request like this may have been made for a delivery. */
function ends(one: Waiting, request: LogLine): number {
  const answered = one.answered ?? one.patience;
  if (!readsWholeList(request) || LOOKS_UP.test(one.delivery.title)) return answered;
  return Math.min(one.acked, answered);
}

/** Leave out what is not wanted; what stood beneath an unwanted delivery then stands alone. */
export function shown(entries: readonly Entry[], filter: Filter): Shown {
  const polls = entries.filter(({ line }) => filter.modelarts && readsWholeList(line));
  const hidden = filter.hidePolls ? polls : [];
  const left = new Set(hidden);
  return {
    entries: entries.filter((entry) => !left.has(entry)).flatMap((entry) => wanted(entry, filter)),
    hidden: hidden.length,
    hiddenFailed: hidden.filter(({ line }) => outcome(line).state === "failed").length,
  };
}

function wanted({ line, under, unsure }: Entry, filter: Filter): readonly Entry[] {
  const kept = under.filter((each) => filter[each.kind]);
  if (filter[line.kind]) return [{ line, under: kept, unsure }];
  return kept.toReversed().map(lonely);
}
