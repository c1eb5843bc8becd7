/** What is so now, in plain words, for the person who turned a switch. */

import type { Turn, World } from "../wire";

/** Looks that the bot may miss before its status calls the data old. */
const MISSED = 3;

/** How soon the bot notices a change at ModelArts, in the person's own time. */
export function pace({ poll, rate, modelarts }: Pick<World, "poll" | "rate" | "modelarts">) {
  if (modelarts === "unauthorised") {
    return "The bot looks less often while ModelArts refuses its key.";
  }
  // However fast the demo's time runs, the bot looks for what is due once a real second.
  if (poll >= rate) return `The bot looks ${often(poll / rate)}.`;
  const look = `The bot looks once a second, which is ${length(rate)} of demo time`;
  if (rate <= poll * MISSED) return `${look}.`;
  return `${look}; at this speed its status calls the data old.`;
}

/** @param seconds Real ones, between two looks. */
function often(seconds: number): string {
  return seconds < 1.5 ? "every second" : `every ${length(seconds)}`;
}

function length(seconds: number): string {
  const isShort = seconds < 60 || (seconds < 100 && seconds % 60 !== 0);
  return span(isShort ? Math.round(seconds) : Math.round(seconds / 60) * 60);
}

/** The state of the bot, as a sentence. */
export const BOT: Readonly<Record<World["bot"], string>> = {
  running: "The bot is running.",
  starting: "The bot is starting.",
  stopped: "The bot is stopped.",
};

export const MODELARTS: Readonly<Record<World["modelarts"], string>> = {
  well: "ModelArts works.",
  slow: "ModelArts is slow now.",
  down: "ModelArts is down now.",
  unauthorised: "ModelArts refuses our key now.",
};

export const SLACK: Readonly<Record<World["slack"], string>> = {
  well: "Slack works.",
  slow: "Slack is slow now.",
  ratelimited: "Slack limits the rate of posts now.",
  refusing: "Slack refuses posts now.",
  dropping: "Slack loses its answers to posts now.",
};

/**
 * What is so after a turn.
 *
 * @param world As it was when the switch was turned.
 * @param name Of the image or channel, as a person calls it.
 */
export function said(what: Turn, world: World, name: string): string {
  switch (what.act) {
    case "fail":
      return `${name} fails now. ${noticed(world)}`;
    case "recover":
      return `${name} works again. ${noticed(world)}`;
    case "vanish":
      return `${name} is in no list any more. ${noticed(world)}`;
    case "speed":
      return speed({ ...world, rate: what.rate });
    case "skip":
      return `It is ${span(what.seconds)} later.`;
    case "modelarts":
      return MODELARTS[what.mode];
    case "slack":
      return SLACK[what.mode];
    case "bot":
      return "The bot is stopped and started again.";
    default:
      return membership(what.act, name);
  }
}

function noticed(world: World): string {
  return world.bot === "running" ? pace(world) : BOT[world.bot];
}

function speed(world: World): string {
  const how = world.rate === 1 ? "as usual" : `${world.rate} times as fast`;
  return `Time runs ${how}. ${noticed(world)}`;
}

const UNITS = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

/** A whole number of the largest unit that fits: 10 minutes, 1 hour. */
export function span(seconds: number): string {
  const [length, unit] = UNITS.find(([each]) => seconds % each === 0) ?? [1, "second"];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

type Membership = "invite" | "kick" | "archive" | "unarchive";

function membership(act: Membership, channel: string): string {
  const sentences: Record<Membership, string> = {
    invite: `imagebot is in #${channel} now.`,
    kick: `imagebot is no longer in #${channel}.`,
    archive: `#${channel} is archived now. Nobody can post there.`,
    unarchive: `#${channel} is back.`,
  };
  return sentences[act];
}
