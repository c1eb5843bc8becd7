import { createContext, useCallback, useContext, useMemo, useState } from "react";
import { usePlay } from "../play";
import { type History, NO_HISTORY } from "./history";

/** What stands in a composer, and what was sent from it. */
export interface Draft {
  readonly text: string;
  readonly history: History;
}

/** Makes the next draft of the one that stands there by then. */
export type Redraft = (change: (old: Draft) => Draft) => void;

const EMPTY: Draft = { text: "", history: NO_HISTORY };

interface Drafts {
  readonly all: ReadonlyMap<string, Draft>;
  readonly redraft: (key: string, change: (old: Draft) => Draft) => void;
}

export const DraftsContext = createContext<Drafts | null>(null);

/** The drafts of everybody, for all composers, as long as the page is open. */
export function useDrafts(): Drafts {
  const [all, change] = useState<ReadonlyMap<string, Draft>>(new Map());
  const redraft = useCallback<Drafts["redraft"]>((key, next) => {
    change((old) => new Map(old).set(key, next(old.get(key) ?? EMPTY)));
  }, []);
  return useMemo(() => ({ all, redraft }), [all, redraft]);
}

/** This person's draft for a channel, or for the thread below the message `ts` of it. */
export function useDraft(channel: string, ts = ""): readonly [Draft, Redraft] {
  const drafts = useContext(DraftsContext);
  if (drafts === null) throw new Error("A composer works within its DraftsContext alone.");
  const { all, redraft } = drafts;
  const key = `${usePlay().state.me} ${channel} ${ts}`;
  const change = useCallback<Redraft>((next) => redraft(key, next), [redraft, key]);
  return [all.get(key) ?? EMPTY, change];
}
