/** What the page knows of the person who reads. */

import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { demoNow, usePlay } from "../play";
import type { Reader } from "./rich";

const NOBODY: Reader = { now: 0, users: new Map(), channels: new Map() };

/** Stays the same object for a minute of the demo, so that texts are not read anew all the time. */
export const ReaderContext = createContext<Reader>(NOBODY);

export const useReader = () => useContext(ReaderContext);

export function useCurrentReader(): Reader {
  const { state } = usePlay();
  const { users, channels } = state;
  const minute = Math.floor(demoNow(state) / 60_000);
  return useMemo(
    () => ({
      now: minute * 60_000,
      users: new Map([...users.values()].map((user) => [user.id, user.real_name || user.name])),
      channels: new Map(channels.map((channel) => [channel.id, channel.name])),
    }),
    [users, channels, minute],
  );
}

/** The light the page stands in, as `data-theme` of the document says. */
export function useTheme(): "light" | "dark" {
  return useSyncExternalStore(watchTheme, theme, () => "light");
}

function theme(): "light" | "dark" {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function watchTheme(changed: () => void): () => void {
  const watcher = new MutationObserver(changed);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => watcher.disconnect();
}
