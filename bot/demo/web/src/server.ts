/** The page's only door to the world: same origin, JSON. */

import type {
  Done,
  Events,
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
export class Refused extends Error {}

const BROKEN = "The playground broke on this. What it says stands where make demo runs.";

async function ask<T>(path: string, body?: object): Promise<T> {
  const request: RequestInit = body
    ? {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }
    : {};
  let response: Response;
  try {
    response = await fetch(`/play/${path}`, request);
  } catch {
    throw new Refused("The playground does not answer. Is make demo still running?");
  }
  const answer = await response.json().catch(() => ({ error: BROKEN }));
  if (!response.ok || answer.error) throw new Refused(String(answer.error));
  return answer as T;
}

/** The page was just loaded: modals that were open are closed, as reloading Slack does. */
export const enter = (user: string) => ask<Done>("enter", { user });

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

/** What Slack would say of a message or view. */
export const verdict = (place: Place) =>
  ask<Verdict>(`verdict?${new URLSearchParams({ ...place })}`);

/** Where a file is downloaded. */
export const fileUrl = (id: string) => `/play/files/${encodeURIComponent(id)}`;

/**
 * Hear of everything this person could see, from now on.
 *
 * The browser connects anew by itself; every connection begins with a snapshot.
 *
 * @returns Ends it.
 */
export function listen(
  user: string,
  hear: <K extends keyof Events>(kind: K, data: Events[K]) => void,
  lost: (isLost: boolean) => void,
): () => void {
  const stream = new EventSource(`/play/events?${new URLSearchParams({ user })}`);
  for (const kind of ["snapshot", "message", "view", "channels", "world", "log"] as const) {
    stream.addEventListener(kind, (event) => hear(kind, JSON.parse(event.data)));
  }
  stream.onopen = () => lost(false);
  stream.onerror = () => lost(true);
  return () => stream.close();
}
