/**
 * Slack's date templates, in the reader's time zone.
 *
 * Source: docs.slack.dev, "Formatting message text" and the date element.  24-hour clock, as the
 * rest of the page has it and Slack shows to whoever sets it so.
 */

/** When and where a text is read. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** An IANA zone; the device's own when it is left out. */
  readonly zone?: string | undefined;
}

/** How far away a date must be for `{date}` and `{date_short}` to name its year: six months. */
const YEAR_SHOWN_MS = 183 * 86_400_000;
/** The last second a `Date` can hold. */
const LATEST_S = 8.64e12;
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/**
 * Fill in a template such as `{date_short_pretty} at {time}`.
 *
 * @returns null when it is no date or not a token of it is known: Slack then shows the fallback.
 */
export function dateText(seconds: number, template: string, moment: Moment): string | null {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > LATEST_S) return null;
  const date = new Date(seconds * 1000);
  let known = false;
  const filled = template.replace(/\{(\w+)\}/g, (token, name: string, at: number) => {
    const format = FORMATS[name];
    if (format === undefined) return token;
    known = true;
    const shown = format(date, moment);
    return at === 0 && name.endsWith("_pretty")
      ? shown.charAt(0).toUpperCase() + shown.slice(1)
      : shown;
  });
  return known ? filled : null;
}

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

type Format = (date: Date, moment: Moment) => string;

const FORMATS: { readonly [token: string]: Format } = {
  date_num: (date, { zone }) => dayNumber(date, zone),
  date_slash: (date, { zone }) =>
    shown(date, zone, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date_long: (date, { zone }) => long(date, zone, true),
  date_long_full: (date, { zone }) =>
    shown(date, zone, { month: "long", day: "numeric", year: "numeric" }),
  date_long_pretty: (date, moment) => nearDay(date, moment) ?? long(date, moment.zone, true),
  date: (date, moment) => usual(date, moment),
  date_pretty: (date, moment) => nearDay(date, moment) ?? usual(date, moment),
  date_short: (date, moment) => short(date, moment),
  date_short_pretty: (date, moment) => nearDay(date, moment) ?? short(date, moment),
  day_divider_pretty: (date, moment) =>
    nearDay(date, moment) ?? long(date, moment.zone, !sameYear(date, moment)),
  time: (date, { zone }) => shown(date, zone, TIME),
  time_secs: (date, { zone }) => shown(date, zone, { ...TIME, second: "2-digit" }),
  ago: (date, { now }) => ago((now - date.getTime()) / 1000),
};

function shown(date: Date, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat("en-US", zone ? { ...options, timeZone: zone } : options);
  return format.format(date);
}

function long(date: Date, zone: string | undefined, year: boolean): string {
  const weekday = shown(date, zone, { weekday: "long" });
  const start = `${weekday}, ${shown(date, zone, { month: "long" })} ${ordinal(date, zone)}`;
  return year ? `${start}, ${shown(date, zone, { year: "numeric" })}` : start;
}

function usual(date: Date, moment: Moment): string {
  const day = `${shown(date, moment.zone, { month: "long" })} ${ordinal(date, moment.zone)}`;
  return isNear(date, moment) ? day : `${day}, ${shown(date, moment.zone, { year: "numeric" })}`;
}

function short(date: Date, moment: Moment): string {
  const day = { month: "short", day: "numeric" } as const;
  return shown(date, moment.zone, isNear(date, moment) ? day : { ...day, year: "numeric" });
}

function isNear(date: Date, { now }: Moment): boolean {
  return Math.abs(now - date.getTime()) < YEAR_SHOWN_MS;
}

function sameYear(date: Date, { now, zone }: Moment): boolean {
  const year = { year: "numeric" } as const;
  return shown(date, zone, year) === shown(new Date(now), zone, year);
}

function ordinal(date: Date, zone: string | undefined): string {
  const day = Number(shown(date, zone, { day: "numeric" }));
  const teen = day > 10 && day < 14;
  return `${day}${(teen ? undefined : ["th", "st", "nd", "rd"][day % 10]) ?? "th"}`;
}

/** For example 2026-11-21. */
function dayNumber(date: Date, zone: string | undefined): string {
  const [month, day, year] = shown(date, zone, {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).split("/");
  return `${year}-${month}-${day}`;
}

function nearDay(date: Date, { now, zone }: Moment): string | null {
  const day = (of: Date) => Date.parse(`${dayNumber(of, zone)}T00:00:00Z`) / 86_400_000;
  const days = day(date) - day(new Date(now));
  return { "-1": "yesterday", "0": "today", "1": "tomorrow" }[String(days)] ?? null;
}

function ago(seconds: number): string {
  const away = Math.abs(seconds);
  const [unit, length] = UNITS.find(([, size]) => away >= size) ?? (["second", 1] as const);
  const count = Math.floor(away / length);
  const span = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return seconds < 0 ? `in ${span}` : `${span} ago`;
}
