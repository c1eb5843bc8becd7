/** The page's only door to the world: same origin, JSON. */

import { PAGE } from "./app/page";
import type {
  Done,
  ImageRow,
  Option,
  Place,
  Press,
  Submitted,
  Turn,
  Values,
  Verdict,
} from "./wire";

/** A sentence for the person: what the playground could not do. */
export class Refused extends Error {
  /** The answer's HTTP status; 0 when the playground was not reached. */
  readonly status: number;

  constructor(sentence: string, status: number) {
    super(sentence);
    this.status = status;
  }
}

const BROKEN = "The playground broke on this. What it says stands where make demo runs.";
const GONE = "The playground does not answer. Is make demo still running?";
/** Milliseconds; Slack itself gives the bot 3000 to acknowledge anything. */
const PATIENCE = 10_000;
const HANGING =
  "The playground has not answered for 10 seconds. What you did may still happen, or not at all.";

async function ask<T>(path: string, body?: object): Promise<T> {
  const { status, isWell, answer } = await asked(path, body);
  if (typeof answer !== "object" || answer === null) throw new Refused(BROKEN, status);
  if ("error" in answer || !isWell) {
    throw new Refused("error" in answer ? String(answer.error) : BROKEN, status);
  }
  return answer as T;
}

interface Answer {
  readonly status: number;
  readonly isWell: boolean;
  /** The JSON of it; null when it is none. */
  readonly answer: unknown;
}

async function asked(path: string, body: object | undefined): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(`/play/${path}`, { ...(body && posting(body)), signal });
    const text = await response.text();
    return { status: response.status, isWell: response.ok, answer: read(text) };
  } catch {
    throw new Refused(signal.aborted ? HANGING : GONE, 0);
  }
}

function posting(body: object): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json", "Playground-Page": PAGE },
    body: JSON.stringify(body),
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The page was just loaded: modals that were open are closed, as reloading Slack does.
 *
 * What time it is for the person, the bot asks of Slack, which has it from here.
 */
export const enter = (user: string) =>
  ask<Done>("enter", { user, zone: Intl.DateTimeFormat().resolvedOptions().timeZone });

/** Send what stands in a composer: a slash command or a message. */
export const say = (user: string, channel: string, text: string, thread_ts?: string) =>
  ask<Done>("say", { user, channel, text, thread_ts });

/** Press a button or choose from a menu. */
export const press = (user: string, place: Place, what: Press) =>
  ask<Done>("press", { user, ...place, ...what });

/** What an external menu offers for the typed words. */
export const options = (
  user: string,
  place: Place,
  block_id: string,
  action_id: string,
  value: string,
  filled: { readonly values?: Values },
) =>
  ask<{ readonly options: readonly Option[] }>("options", {
    user,
    ...place,
    block_id,
    action_id,
    value,
    ...filled,
  });

/** Submit the modal on top. */
export const submit = (user: string, view: string, values: Values) =>
  ask<Submitted>("submit", { user, view, values });

/** Close a modal without submitting; `all` closes those below it too. */
export const close = (user: string, view: string, all = false) =>
  ask<Done>("close", { user, view, all });

/** Open the app's Home tab. */
export const openHome = (user: string) => ask<Done>("home", { user });

/** Turn one of the world's switches. */
export const turn = (user: string, what: Turn) => ask<Done>("world", { user, ...what });

/** Images whose name, tag or id holds the words, broken ones first; 20 at most. */
export const images = (words: string) =>
  ask<{ readonly images: readonly ImageRow[] }>(`images?words=${encodeURIComponent(words)}`);

/** What Slack would say of a message or view that this person sees. */
export const verdict = (user: string, place: Place) =>
  ask<Verdict>(`verdict?${new URLSearchParams({ user, ...place })}`);

/** Where a file that this person sees is downloaded. */
export const fileUrl = (user: string, id: string) =>
  `/play/files/${encodeURIComponent(id)}?${new URLSearchParams({ user })}`;
