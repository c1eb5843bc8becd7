/** The page's stream of server-sent events, which comes again however it ended. */

import type { Events, Signals } from "./wire";

/** Milliseconds without anything, not even a beat, after which the playground counts as lost. */
const QUIET = 12_000;
/** Milliseconds before another try when the browser gave up; doubled each time, up to the most. */
const AGAIN = 1000;
const AGAIN_MOST = 5000;

const KINDS = ["snapshot", "message", "view", "channels", "world", "log"] as const;

export interface Ears {
  readonly hear: <K extends keyof Events>(kind: K, data: Events[K]) => void;
  readonly lost: (isLost: boolean) => void;
  /** The playground knows nobody by this id; nothing else is heard then. */
  readonly stranger: (people: readonly string[]) => void;
}

/**
 * Hear of everything this person could see, from now on.
 *
 * Every connection begins with a snapshot.  A connection that broke the browser makes anew by
 * itself, but an answer that is no stream it takes for the end.
 *
 * @param asking What a new connection asks with: who one is, and on which page.
 * @returns Ends it.
 */
export function listen(asking: () => Readonly<Record<string, string>>, ears: Ears): () => void {
  let stream: EventSource | null = null;
  let wait = AGAIN;
  let again: ReturnType<typeof setTimeout>;
  let quiet: ReturnType<typeof setTimeout>;

  const watch = () => {
    clearTimeout(quiet);
    quiet = setTimeout(ears.lost, QUIET, true);
  };
  const living = () => {
    wait = AGAIN;
    ears.lost(false);
    watch();
  };
  const stop = () => {
    clearTimeout(again);
    clearTimeout(quiet);
    stream?.close();
  };
  const begin = () => {
    stream = opened(asking(), ears, living, stop);
    stream.onerror = () => {
      ears.lost(true);
      if (stream?.readyState !== EventSource.CLOSED) return;
      again = setTimeout(begin, wait);
      wait = Math.min(wait * 2, AGAIN_MOST);
    };
    watch();
  };
  begin();
  return stop;
}

/** @param living Called at every sign of life. */
function opened(
  asked: Readonly<Record<string, string>>,
  ears: Ears,
  living: () => void,
  stop: () => void,
): EventSource {
  const stream = new EventSource(`/play/events?${new URLSearchParams(asked)}`);
  for (const kind of KINDS) {
    stream.addEventListener(kind, (event) => {
      living();
      ears.hear(kind, JSON.parse(event.data));
    });
  }
  stream.addEventListener("beat", living);
  stream.addEventListener("stranger", (event) => {
    stop();
    const { people }: Signals["stranger"] = JSON.parse(event.data);
    ears.stranger(people);
  });
  stream.onopen = living;
  return stream;
}
