import { useCallback, useState } from "react";
import { type History, NO_HISTORY } from "./history";

/** What stands in a composer, and what was sent from it. */
export interface Draft {
  readonly text: string;
  readonly history: History;
}

/** Makes the next draft of the one that stands there by then. */
export type Redraft = (change: (old: Draft) => Draft) => void;

export const EMPTY: Draft = { text: "", history: NO_HISTORY };

/** The drafts of all channels, kept while one looks at another. */
export function useDrafts() {
  const [drafts, change] = useState<ReadonlyMap<string, Draft>>(new Map());
  const redraft = useCallback((channel: string, next: (old: Draft) => Draft) => {
    change((old) => new Map(old).set(channel, next(old.get(channel) ?? EMPTY)));
  }, []);
  return [drafts, redraft] as const;
}
