/** What the menus offer. */

import type { State } from "../../play";
import type { Json } from "../../wire";
import { flag, label, part, parts, text } from "../json";

export interface Offer {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** Offers under one heading, which is empty where there is none. */
export interface Offers {
  readonly label: string;
  readonly offers: readonly Offer[];
}

/** What a menu offers without asking the app: its own options, or the workspace's. */
export function offered(element: Json, state: State): readonly Offers[] {
  const type = text(element, "type").replace(/^multi_/, "");
  if (type === "users_select") return [{ label: "", offers: people(state) }];
  if (type === "channels_select") return [{ label: "", offers: channels(state, ["public"]) }];
  if (type === "conversations_select") {
    return [{ label: "", offers: conversations(element, state) }];
  }
  const groups = parts(element, "option_groups");
  if (groups.length === 0) return [{ label: "", offers: parts(element, "options").map(offer) }];
  return groups.map((group) => ({
    label: label(group, "label"),
    offers: parts(group, "options").map(offer),
  }));
}

export function offer(option: Json): Offer {
  const description = label(option, "description");
  const bare = { value: text(option, "value"), label: label(option, "text") };
  return description ? { ...bare, description } : bare;
}

/** Those whose label holds every typed word; headings with none are left out. */
export function matching(all: readonly Offers[], typed: string): readonly Offers[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (each: Offer) => wanted.every((word) => each.label.toLowerCase().includes(word));
  return all
    .map((group) => ({ ...group, offers: group.offers.filter(fits) }))
    .filter((group) => group.offers.length > 0);
}

export function flat(groups: readonly Offers[]): readonly Offer[] {
  return groups.flatMap((group) => group.offers);
}

function people({ users }: State): readonly Offer[] {
  return [...users.values()].map((user) => ({
    value: user.id,
    label: user.real_name || user.name,
  }));
}

function channels(state: State, kinds: readonly string[]): readonly Offer[] {
  return state.channels
    .filter((channel) => kinds.includes(channel.kind) && !channel.archived)
    .map((channel) => ({
      value: channel.id,
      label: channel.kind === "im" ? channel.name : `#${channel.name}`,
    }));
}

/** Source: docs.slack.dev, "Conversation filter object". */
function conversations(element: Json, state: State): readonly Offer[] {
  const filter = part(element, "filter") ?? {};
  const include = Array.isArray(filter.include) ? filter.include : ["public", "private", "im"];
  const wanted = include.filter((kind) => typeof kind === "string");
  // Every direct message a person has here is the one with the bot.
  const kinds = flag(filter, "exclude_bot_users")
    ? wanted.filter((kind) => kind !== "im")
    : wanted;
  return channels(state, kinds);
}
