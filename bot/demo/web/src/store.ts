/** How what is heard changes what is so: one pure function over `State`. */

import { readsWholeList } from "./panel/grouping";
import type { State } from "./play";
import type { Events, LogLine, Message, Snapshot, User, View, World } from "./wire";

/** Lines of the journal that the page keeps: readings of the whole list, as polls are, and others. */
export const POLLS_MOST = 200;
export const LOG_MOST = 300;

/** Something heard.  `at` is `performance.now()` when it came. */
export type News =
  | {
      [K in keyof Events]: { readonly kind: K; readonly data: Events[K]; readonly at: number };
    }[keyof Events]
  | { readonly kind: "lost"; readonly isLost: boolean }
  | { readonly kind: "forget"; readonly view: string };

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
    run: "",
    me,
    people: [],
    users: new Map(),
    channels: [],
    botUser: "",
    messages: new Map(),
    modals: [],
    forgotten: [],
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
    case "lost":
      return state.lost === news.isLost ? state : { ...state, lost: news.isLost };
    case "forget":
      return forgetting(state, news.view);
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

/** Everything anew; of the journal the page may know more, and what was forgotten stays away. */
function fromSnapshot(state: State, told: Snapshot, at: number): State {
  const isSame = state.me === told.me && state.run === told.run;
  const kept = isSame ? state : nothing(told.me);
  return {
    run: told.run,
    me: told.me,
    people: told.people,
    users: byId(told.users),
    channels: told.channels,
    botUser: told.bot_user,
    messages: byChannel(told),
    modals: modalsOf(told, kept),
    forgotten: kept.forgotten,
    home: told.home,
    world: told.world,
    worldAt: at,
    commands: told.commands,
    log: merged(kept.log, told.log),
    lost: false,
  };
}

function byChannel(told: Snapshot): State["messages"] {
  const messages = new Map<string, readonly Message[]>();
  for (const channel of told.channels) messages.set(channel.id, []);
  for (const message of told.messages) put(messages, message);
  return messages;
}

/** One that did not change stays the same object. */
function modalsOf(told: Snapshot, { modals, forgotten }: State): readonly View[] {
  return told.modals
    .filter((view) => !forgotten.includes(view.id))
    .map((view) => modals.find((old) => old.id === view.id && old.hash === view.hash) ?? view);
}

function forgetting(state: State, id: string): State {
  const { modals, forgotten } = state;
  if (!modals.some((view) => view.id === id)) return state;
  return { ...state, modals: without(modals, id), forgotten: [...forgotten, id] };
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
    return { ...state, modals: without(modals, told.view.id) };
  }
  const known = modals.findIndex((view) => view.id === told.view.id);
  if (known >= 0) return { ...state, modals: modals.with(known, told.view) };
  return { ...state, modals: stacked(modals, told.view) };
}

function without(modals: readonly View[], id: string): readonly View[] {
  return modals.filter((view) => view.id !== id);
}

/** A new modal lies right above the one it was pushed onto. */
function stacked(modals: readonly View[], view: View): readonly View[] {
  const below = modals.findIndex((other) => other.id === view.previous_view_id);
  return below < 0 ? [...modals, view] : modals.toSpliced(below + 1, 0, view);
}

function logged(log: readonly LogLine[], line: LogLine): readonly LogLine[] {
  const known = log.findLastIndex((other) => other.id === line.id);
  return known >= 0 ? log.with(known, line) : bounded([...log, line]);
}

/** Both, the newer words for each line. */
function merged(before: readonly LogLine[], told: readonly LogLine[]): readonly LogLine[] {
  const lines = new Map([...before, ...told].map((line) => [line.id, line]));
  return bounded([...lines.values()].toSorted((one, other) => one.at - other.at));
}

function bounded(log: readonly LogLine[]): readonly LogLine[] {
  if (log.length <= Math.min(LOG_MOST, POLLS_MOST)) return log;
  const polls = log.filter(readsWholeList);
  const old = new Set(polls.slice(0, -POLLS_MOST));
  for (const line of log.filter((each) => !readsWholeList(each)).slice(0, -LOG_MOST))
    old.add(line);
  return old.size === 0 ? log : log.filter((line) => !old.has(line));
}

function byId(users: readonly User[]): ReadonlyMap<string, User> {
  return new Map(users.map((user) => [user.id, user]));
}

/** What each person has heard, by id: who comes back finds everything where it was. */
export type States = ReadonlyMap<string, State>;

/** What is known after one person heard something; the same object if that changed nothing. */
export function heard(
  states: States,
  { user, news }: { readonly user: string; readonly news: News },
): States {
  const before = states.get(user) ?? nothing(user);
  const after = reduce(before, news);
  return after === states.get(user) ? states : new Map(states).set(user, after);
}

/**
 * What the page shows to whom it is to show `wanted`: until the first snapshot came for them, what
 * it showed before, so that nothing flashes.
 */
export function shown(states: States, wanted: string, before: string): State {
  const state = states.get(wanted) ?? nothing(wanted);
  if (state.run !== "") return state;
  const former = states.get(before);
  return former?.run ? { ...former, lost: state.lost } : state;
}
