/** Moments as Slack's client writes them, in the reader's time zone. */

import { dateText } from "../blocks/dates";

/** Milliseconds since 1970 of a message's `ts`, which counts seconds. */
export function moment(ts: string): number {
  return Math.trunc(Number(ts)) * 1000;
}

/** For example 14:02. */
export function clock(at: number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** For example Tuesday, July 14th, 2026 at 14:02:05, for a pointer that rests on the time. */
export function exact(at: number): string {
  const seconds = two(new Date(at).getSeconds());
  return `${slack(at, "{date_long}", at)} at ${clock(at)}:${seconds}`;
}

/** The day as a name to compare by, for example 2026-07-14. */
export function day(at: number): string {
  const time = new Date(at);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Today, Yesterday, or Tuesday, July 14th; the year stands there if it is another one. */
export function dayLabel(at: number, now: number): string {
  return slack(at, "{day_divider_pretty}", now);
}

/** How long ago, as under a message with replies: 3 minutes ago, today at 14:02. */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} minute${minutes === 1 ? "" : "s"} ago`;
  const label = dayLabel(at, now);
  const word = label === "Today" || label === "Yesterday" ? label.toLowerCase() : label;
  return `${word} at ${clock(at)}`;
}

function slack(at: number, template: string, now: number): string {
  return dateText(at / 1000, template, { now }) ?? "";
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
