/** What a command became: the journal's lines, gathered beneath what the bot was answering. */

import type { LogLine } from "../wire";

/** A line and, beneath a delivery, what was done to answer it; the oldest of these first. */
export interface Entry {
  readonly line: LogLine;
  readonly under: readonly LogLine[];
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
/**
 * Real milliseconds in which a person still waits for an answer.  A call that changes the same
 * message much later has another cause, though it names the same delivery.
 */
const PATIENCE = 60_000;
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
  readonly acked: number;
  readonly patience: number;
  /** When the last answer came; null as long as there is none. */
  answered: number | null;
}

/**
 * Gather the lines, the newest entry first.
 *
 * A request to ModelArts names no delivery: it belongs to the newest one that was being answered
 * when it was made.  While there is no answer, only its words tell it from a regular poll.
 *
 * @param lines In any order.
 * @param rate Demo milliseconds in a real one: what a person waits is real.
 */
export function grouped(lines: readonly LogLine[], rate: number): readonly Entry[] {
  const sorted = lines.toSorted((one, other) => one.at - other.at);
  const waiting = new Map<string, Waiting>();
  for (const line of sorted)
    if (line.kind === "delivery") waiting.set(line.id, opened(line, rate));
  const alone = sorted.filter((line) => line.kind !== "delivery" && !answers(line, waiting));
  const free = alone.filter((line) => !belongs(line, waiting));
  const entries: Entry[] = free.map((line) => ({ line, under: [] }));
  for (const { delivery, under } of waiting.values()) {
    entries.push({ line: delivery, under: under.toSorted((one, other) => one.at - other.at) });
  }
  return entries.toSorted((one, other) => other.line.at - one.line.at);
}

function opened(delivery: LogLine, rate: number): Waiting {
  const acked = delivery.at + (delivery.ms ?? ACK_LIMIT) * rate;
  return { delivery, under: [], acked, patience: delivery.at + PATIENCE * rate, answered: null };
}

/** Put a call to Slack beneath the delivery that it names, if that was still being answered. */
function answers(line: LogLine, waiting: ReadonlyMap<string, Waiting>): boolean {
  const one = line.kind === "slack" && line.delivery ? waiting.get(line.delivery) : undefined;
  if (one === undefined || line.at > one.patience) return false;
  one.under.push(line);
  one.answered = Math.max(one.answered ?? 0, line.at);
  return true;
}

/** Put a request to ModelArts beneath the newest delivery that it can have been made for. */
function belongs(line: LogLine, waiting: ReadonlyMap<string, Waiting>): boolean {
  if (line.kind !== "modelarts") return false;
  const one = [...waiting.values()].findLast(
    (each) => each.delivery.at <= line.at && line.at <= ends(each, line),
  );
  one?.under.push(line);
  return one !== undefined;
}

function ends(one: Waiting, request: LogLine): number {
  if (one.answered !== null) return Math.max(one.answered, one.acked);
  return readsWholeList(request) ? one.acked : one.patience;
}

/** Leave out what is not wanted; what stood beneath an unwanted delivery then stands alone. */
export function shown(entries: readonly Entry[], filter: Filter): Shown {
  const polls = entries.filter(({ line }) => filter.modelarts && line.kind === "modelarts");
  const hidden = filter.hidePolls ? polls : [];
  const left = new Set(hidden);
  return {
    entries: entries.filter((entry) => !left.has(entry)).flatMap((entry) => wanted(entry, filter)),
    hidden: hidden.length,
    hiddenFailed: hidden.filter(({ line }) => !line.ok).length,
  };
}

function wanted({ line, under }: Entry, filter: Filter): readonly Entry[] {
  const kept = under.filter((each) => filter[each.kind]);
  if (filter[line.kind]) return [{ line, under: kept }];
  return kept.toReversed().map((each) => ({ line: each, under: [] }));
}
