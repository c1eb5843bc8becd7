import { useCallback, useMemo, useState } from "react";
import type { State } from "../play";
import { useMarks } from "../side/marks";
import type { Channel } from "../wire";
import { keep, recall } from "./memory";

/** The two sides of an app. */
export type Tab = "Home" | "Messages";

/** Everybody's own messages with the bot have another id, but are one place to them. */
const DIRECT = "direct";

/**
 * Which place is open, and what was seen of all of them.
 *
 * `isMoved`: this person went there from another place.
 */
export function usePlaces(state: State) {
  const [wanted, want] = useState(() => recall("tab", "place"));
  const [tab, turn] = useState<Tab>("Messages");
  const [isMoved, move] = useState(false);
  const [person, come] = useState(state.me);
  if (person !== state.me) {
    // Whoever chose to be somebody else is still at that choice, and in no place yet.
    come(state.me);
    move(false);
  }
  const channels = useMemo(() => state.channels.filter((row) => row.is_member), [state.channels]);
  const channel = channels.find((row) => keyOf(row) === wanted) ?? channels[0];
  const isHome = channel?.kind === "im" && tab === "Home";
  const { marks, counts } = useMarks(state, channel && !isHome ? channel.id : null);

  const open = useCallback(
    (id: string) => {
      const next = channels.find((row) => row.id === id);
      if (next === undefined) return;
      if (next.kind === "im" && counts.has(id)) turn("Messages");
      keep("tab", "place", keyOf(next));
      want(keyOf(next));
      move(true);
    },
    [channels, counts],
  );
  return { channels, channel, tab, turn, marks, counts, open, isMoved } as const;
}

export type Places = ReturnType<typeof usePlaces>;

function keyOf(channel: Channel): string {
  return channel.kind === "im" ? DIRECT : channel.id;
}
