/** How what is heard changes what is so: one pure function over `State`. */

import type { State } from "./play";
import type { Channel, Events, LogLine, Message, Snapshot, User, View, World } from "./wire";

/** Lines of the journal that the page keeps. */
export const LOG_MOST = 500;

/** Something heard.  `at` is `performance.now()` when it came. */
export type News =
  | {
      [K in keyof Events]: { readonly kind: K; readonly data: Events[K]; readonly at: number };
    }[keyof Events]
  | { readonly kind: "lost"; readonly isLost: boolean }
  | { readonly kind: "become"; readonly user: string };

const STILL: World = {
  now: 0,
  rate: 1,
  poll: 60,
  modelarts: "well",
  slack: "well",
  bot: "starting",
};

/** What is known before the first snapshot came. */
export function nothing(me: string): State {
  return {
    me,
    people: [],
    users: new Map(),
    channels: [],
    botUser: "",
    messages: new Map(),
    modals: [],
    home: null,
    world: STILL,
    worldAt: 0,
    commands: [],
    log: [],
    lost: false,
  };
}

/** What is so after something was heard; parts that did not change stay the same objects. */
export function reduce(state: State, news: News): State {
  switch (news.kind) {
    case "become":
      return nothing(news.user);
    case "lost":
      return state.lost === news.isLost ? state : { ...state, lost: news.isLost };
    case "snapshot":
      return fromSnapshot(state, news.data, news.at);
    case "message":
      return { ...state, messages: afterMessage(state.messages, news.data) };
    case "view":
      return afterView(state, news.data);
    case "channels":
      return { ...state, channels: news.data.channels, users: byId(news.data.users) };
    case "world":
      return { ...state, world: news.data, worldAt: news.at };
    case "log":
      return { ...state, log: logged(state.log, news.data) };
  }
}

/**
 * Everything anew.  Only messages for this person alone and open modals are no part of a
 * snapshot: after a lost connection they stay as they are, unless the world itself began anew.
 */
function fromSnapshot(state: State, told: Snapshot, at: number): State {
  const kept = state.me === told.me && isSameWorld(state, told) ? state : nothing(told.me);
  return {
    me: told.me,
    people: told.people,
    users: byId(told.users),
    channels: told.channels,
    botUser: told.bot_user,
    messages: withEphemerals(told, kept.messages),
    modals: kept.modals,
    home: told.home,
    world: told.world,
    worldAt: at,
    commands: told.commands,
    log: told.log.slice(-LOG_MOST),
    lost: false,
  };
}

/** Whether what is told goes on from what is known: no clock stepped back, no line changed time. */
function isSameWorld(state: State, told: Snapshot): boolean {
  const known = new Map(state.log.map((line) => [line.id, line.at]));
  const isRewritten = told.log.some((line) => (known.get(line.id) ?? line.at) !== line.at);
  return told.world.now >= state.world.now && !isRewritten;
}

function withEphemerals(told: Snapshot, before: State["messages"]): State["messages"] {
  const messages = new Map<string, readonly Message[]>();
  for (const channel of told.channels) messages.set(channel.id, ephemerals(channel, before));
  for (const message of told.messages) put(messages, message);
  return messages;
}

function ephemerals(channel: Channel, before: State["messages"]): readonly Message[] {
  return (before.get(channel.id) ?? []).filter((message) => message.is_ephemeral);
}

function afterMessage(before: State["messages"], told: Events["message"]): State["messages"] {
  const messages = new Map(before);
  if (told.kind === "deleted") {
    const { channel, ts } = told.message;
    messages.set(
      channel,
      (before.get(channel) ?? []).filter((message) => message.ts !== ts),
    );
  } else {
    put(messages, told.message);
  }
  return messages;
}

/** Put a message where its time belongs, or in the place of its former self. */
function put(messages: Map<string, readonly Message[]>, message: Message): void {
  const old = messages.get(message.channel) ?? [];
  let at = old.length;
  while (at > 0 && isLater(old[at - 1], message)) at -= 1;
  const isKnown = old[at - 1]?.ts === message.ts;
  messages.set(message.channel, old.toSpliced(isKnown ? at - 1 : at, isKnown ? 1 : 0, message));
}

function isLater(one: Message | undefined, other: Message): boolean {
  return one !== undefined && one.ts > other.ts;
}

function afterView(state: State, told: Events["view"]): State {
  if (told.view.type === "home") {
    return told.kind === "shown" ? { ...state, home: told.view } : state;
  }
  const { modals } = state;
  if (told.kind === "closed") {
    return { ...state, modals: modals.filter((view) => view.id !== told.view.id) };
  }
  const known = modals.findIndex((view) => view.id === told.view.id);
  if (known >= 0) return { ...state, modals: modals.with(known, told.view) };
  return { ...state, modals: stacked(modals, told.view) };
}

/** A new modal lies right above the one it was pushed onto. */
function stacked(modals: readonly View[], view: View): readonly View[] {
  const below = modals.findIndex((other) => other.id === view.previous_view_id);
  return below < 0 ? [...modals, view] : modals.toSpliced(below + 1, 0, view);
}

function logged(log: readonly LogLine[], line: LogLine): readonly LogLine[] {
  const known = log.findLastIndex((other) => other.id === line.id);
  return known >= 0 ? log.with(known, line) : [...log, line].slice(-LOG_MOST);
}

function byId(users: readonly User[]): ReadonlyMap<string, User> {
  return new Map(users.map((user) => [user.id, user]));
}
