/** Moments as Slack's client writes them, in the reader's time zone. */

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const ENDINGS = ["th", "st", "nd", "rd"];

/** Milliseconds since 1970 of a message's `ts`, which counts seconds. */
export function moment(ts: string): number {
  return Math.trunc(Number(ts)) * 1000;
}

/** For example 14:02. */
export function clock(at: number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** For example Tuesday, July 14th at 14:02:05, for a pointer that rests on the time. */
export function exact(at: number): string {
  return `${date(new Date(at))} at ${clock(at)}:${two(new Date(at).getSeconds())}`;
}

/** The day as a name to compare by, for example 2026-07-14. */
export function day(at: number): string {
  const time = new Date(at);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Today, Yesterday, or Tuesday, July 14th; the year stands there if it is another one. */
export function dayLabel(at: number, now: number): string {
  const [time, today] = [new Date(at), new Date(now)];
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day(at) === day(now)) return "Today";
  if (day(at) === day(yesterday.getTime())) return "Yesterday";
  const isThisYear = time.getFullYear() === today.getFullYear();
  return isThisYear ? date(time) : `${date(time)}, ${time.getFullYear()}`;
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

function date(time: Date): string {
  const number = time.getDate();
  const ending = number > 10 && number < 14 ? "th" : (ENDINGS[number % 10] ?? "th");
  return `${WEEKDAYS[time.getDay()]}, ${MONTHS[time.getMonth()]} ${number}${ending}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
