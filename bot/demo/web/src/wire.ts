/**
 * What passes between the page and `bot.demo.playground`, word for word.
 *
 * The page asks by POST with JSON and hears by server-sent events; nothing of it is Slack's API,
 * only what a Slack client would know.
 */

/** A message, block, element or view as Slack's API has it; the page takes nothing for granted. */
export type Json = { readonly [key: string]: unknown };

export interface User {
  readonly id: string;
  readonly name: string;
  readonly real_name: string;
  readonly is_bot: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  /** Whether the person is in it; the page shows only those. */
  readonly is_member: boolean;
  readonly has_bot: boolean;
  readonly archived: boolean;
}

export interface SharedFile {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly mimetype: string;
  /** Bytes. */
  readonly size: number;
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly is_ephemeral: boolean;
  readonly visible_to: string | null;
  readonly thread_ts?: string;
  readonly blocks?: readonly Json[];
  readonly edited?: Json;
  readonly files?: readonly SharedFile[];
  readonly metadata?: Json;
  /** A reply that was sent to the channel too. */
  readonly subtype?: string;
}

/** A modal or a Home tab; a modal's `previous_view_id` lies below it. */
export interface View {
  readonly id: string;
  readonly type: "modal" | "home";
  readonly hash: string;
  readonly user: string;
  readonly title?: { readonly text: string };
  readonly submit?: { readonly text: string };
  readonly close?: { readonly text: string };
  readonly blocks: readonly Json[];
  readonly previous_view_id: string | null;
  readonly submit_disabled?: boolean;
}

/** What a visitor has done to the world, and how late it is there. */
export interface World {
  /** Milliseconds since 1970 on the demo's clock, at the moment this was sent. */
  readonly now: number;
  /** Demo seconds in a real one. */
  readonly rate: number;
  /** Demo seconds between two looks of the bot at ModelArts. */
  readonly poll: number;
  readonly modelarts: "well" | "slow" | "down" | "unauthorised";
  readonly slack: "well" | "slow" | "ratelimited" | "refusing" | "dropping";
  readonly bot: "running" | "starting" | "stopped";
}

export interface ImageRow {
  readonly id: string;
  readonly name: string;
  readonly tag: string;
  readonly status: string;
}

/**
 * One line of the developers' journal; the same `id` again replaces the former line.
 *
 * `delivery`: something Slack sent to the bot, `ms` is the time to its ack (3000 at most).
 * `slack`: a call of the bot to Slack; `delivery` is the id of the delivery it answers, if any.
 * `modelarts`: a request of the bot to ModelArts.
 */
export interface LogLine {
  readonly id: string;
  readonly kind: "delivery" | "slack" | "modelarts";
  /** Milliseconds since 1970 on the demo's clock. */
  readonly at: number;
  /** For example `/images find pytorch`, `chat.postMessage`, `GET /v1/…/images?limit=50`. */
  readonly title: string;
  readonly ok: boolean;
  /** 200, 503 …; 0 when there was no answer. */
  readonly status: number;
  readonly ms: number | null;
  readonly delivery: string | null;
  /** What was sent and what was answered; secrets are left out. */
  readonly detail: Json;
}

/** What Slack would say of a message or view, and how near to its limits it is. */
export interface Verdict {
  readonly taken: boolean;
  readonly problems: readonly string[];
  readonly counts: readonly {
    readonly what: string;
    readonly is: number;
    readonly most: number;
  }[];
  /** The message or view without the keys that only the playground has. */
  readonly json: Json;
}

export interface SlashCommand {
  readonly command: string;
  readonly description: string;
  readonly usage_hint: string;
}

/** All that the person sees on this page since it was loaded. */
export interface Snapshot {
  /** Names this run of the playground: another one is another world, whatever else is alike. */
  readonly run: string;
  /** What the page says when it comes again, so that the playground knows when it was loaded. */
  readonly since: string;
  readonly me: string;
  /** People one can be; bots are among `users`, not here. */
  readonly people: readonly string[];
  readonly users: readonly User[];
  readonly channels: readonly Channel[];
  readonly bot_user: string;
  /** Messages for this person alone only as far as they came since the page was loaded. */
  readonly messages: readonly Message[];
  readonly home: View | null;
  /** This person's modals that were asked for on this page, the lowest first. */
  readonly modals: readonly View[];
  readonly world: World;
  readonly commands: readonly SlashCommand[];
  /** The newest lines of the journal, oldest first. */
  readonly log: readonly LogLine[];
}

/** The server-sent events: the name of each and its data. */
export interface Events {
  readonly snapshot: Snapshot;
  readonly message: { readonly kind: "posted" | "updated" | "deleted"; readonly message: Message };
  /** `shown`: opened or redrawn in place (same id). */
  readonly view: { readonly kind: "shown" | "closed"; readonly view: View };
  readonly channels: { readonly channels: readonly Channel[]; readonly users: readonly User[] };
  readonly world: World;
  readonly log: LogLine;
}

/** What else comes as a server-sent event, about the stream itself. */
export interface Signals {
  /** Nothing happened for some seconds, but the playground is there. */
  readonly beat: Readonly<Record<string, never>>;
  /** Nobody here has this id: `people` are those one can be.  It is the only event then. */
  readonly stranger: { readonly people: readonly string[] };
}

/** Where an element stands. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly view: string };

/** What a person did with an element. */
export interface Press {
  readonly block_id: string;
  readonly action_id: string;
  /** A button's own value; for a text, date, time or number what was entered. */
  readonly value?: string;
  /** A menu's choice, or its choices; null takes a choice back. */
  readonly option?: string | readonly string[] | null;
  /** In a view: what else was filled in by then. */
  readonly values?: Values;
}

export interface Option {
  readonly text: { readonly text: string };
  readonly value: string;
  readonly description?: { readonly text: string };
}

/** What a modal holds, by block and action: text or value, values, or nothing. */
export type Values = {
  readonly [block: string]: { readonly [action: string]: string | readonly string[] | null };
};

/** What came of something the person did.  `problem`: Slack's own sentence, if it shows one. */
export interface Done {
  readonly ok: true;
  readonly delivery: string | null;
  readonly problem: string | null;
}

export interface Submitted extends Done {
  /** Under which field what is wrong, by `block_id`; the modal is then still open. */
  readonly errors: { readonly [block: string]: string };
}

/** One switch of the world. */
export type Turn =
  | { readonly act: "fail" | "recover" | "vanish"; readonly image: string }
  | { readonly act: "speed"; readonly rate: number }
  | { readonly act: "skip"; readonly seconds: number }
  | { readonly act: "modelarts"; readonly mode: World["modelarts"] }
  | { readonly act: "slack"; readonly mode: World["slack"] }
  | { readonly act: "bot"; readonly mode: "restart" }
  | {
      readonly act: "invite" | "kick" | "archive" | "unarchive";
      readonly channel: string;
    };
