/** What every part of the page shares: what is so now, and the ways to act on it. */

import { createContext, useContext } from "react";
import type { Channel, LogLine, Message, Place, SlashCommand, User, View, World } from "./wire";

export interface State {
  /** Which run of the playground this is of; empty before anything was heard. */
  readonly run: string;
  readonly me: string;
  readonly people: readonly string[];
  readonly users: ReadonlyMap<string, User>;
  readonly channels: readonly Channel[];
  readonly botUser: string;
  /** By channel, oldest first, ephemeral ones and replies included. */
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  /** Open modals, the lowest first; only the last one is seen. */
  readonly modals: readonly View[];
  /** Ids of modals that the person got rid of while the playground could not hear of it. */
  readonly forgotten: readonly string[];
  readonly home: View | null;
  readonly world: World;
  /** `performance.now()` when `world` came, to reckon the demo's time from. */
  readonly worldAt: number;
  readonly commands: readonly SlashCommand[];
  /** Oldest first; the regular polls of ModelArts do not crowd out the rest. */
  readonly log: readonly LogLine[];
  /** No connection to the playground just now. */
  readonly lost: boolean;
}

export interface Play {
  readonly state: State;
  /**
   * Wait for something the person did; what was refused, and a `problem` of Slack's own, is
   * announced.
   *
   * @returns The answer, or null when it was refused.
   */
  readonly act: <T extends object>(doing: Promise<T>) => Promise<T | null>;
  /** Say a sentence to the person, screen readers included, for some seconds. */
  readonly announce: (sentence: string) => void;
  /** Look at a message or view in the developers' panel. */
  readonly inspect: (place: Place) => void;
  /** Take a modal away on this page alone: the playground does not have it any more. */
  readonly forget: (view: string) => void;
}

export const PlayContext = createContext<Play | null>(null);

export function usePlay(): Play {
  const play = useContext(PlayContext);
  if (play === null) throw new Error("Nothing of the page works outside of its PlayContext.");
  return play;
}

/** Milliseconds since 1970 on the demo's clock. */
export function demoNow(state: State): number {
  return state.world.now + (performance.now() - state.worldAt) * state.world.rate;
}
