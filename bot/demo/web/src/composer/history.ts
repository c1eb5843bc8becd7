/** What was sent before from one composer, to be called back by the arrow keys. */

/** `at` is the entry that is shown; past the end when none is. */
export interface History {
  readonly sent: readonly string[];
  readonly at: number;
}

const MOST = 50;

export const NO_HISTORY: History = { sent: [], at: 0 };

/** After a text was sent; the same one twice in a row is kept once. */
export function remembered(history: History, text: string): History {
  const before = history.sent.at(-1) === text ? history.sent.slice(0, -1) : history.sent;
  const sent = [...before, text].slice(-MOST);
  return { sent, at: sent.length };
}

/**
 * One step back (-1) or on (1), if the composer is empty or shows an entry unchanged; one step on
 * from the newest is an empty composer.
 */
export function recalled(
  history: History,
  text: string,
  by: -1 | 1,
): { readonly history: History; readonly text: string } | null {
  const shown = history.sent[history.at];
  const at = history.at + by;
  if (text !== (shown ?? "") || at < 0 || at > history.sent.length) return null;
  return { history: { ...history, at }, text: history.sent[at] ?? "" };
}
