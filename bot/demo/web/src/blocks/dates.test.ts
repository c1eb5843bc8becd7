import { expect, test } from "vitest";
import { dateText } from "./dates";

/** 2026-11-21 19:29:46 UTC, a Saturday. */
const AT = 1795289386;
const LATER = (seconds: number) => ({ now: (AT + seconds) * 1000, zone: "UTC" });
const YEAR = 31_536_000;

test.each([
  ["{date_num}", "2026-11-21"],
  ["{date_slash}", "11/21/2026"],
  ["{date_long}", "Saturday, November 21st, 2026"],
  ["{date_long_full}", "November 21, 2026"],
  ["{date_long_pretty}", "Saturday, November 21st, 2026"],
  ["{date}", "November 21st, 2026"],
  ["{date_pretty}", "November 21st, 2026"],
  ["{date_short}", "Nov 21, 2026"],
  ["{date_short_pretty}", "Nov 21, 2026"],
  ["{day_divider_pretty}", "Saturday, November 21st, 2026"],
  ["{time}", "19:29"],
  ["{time_secs}", "19:29:46"],
  ["{ago}", "1 year ago"],
  ["On {date_num}, {time}", "On 2026-11-21, 19:29"],
])("%s a year later reads %s", (template, shown) => {
  expect(dateText(AT, template, LATER(YEAR))).toBe(shown);
});

test("the year is left out within six months", () => {
  expect(dateText(AT, "{date} {date_short}", LATER(86_400 * 90))).toBe("November 21st Nov 21");
});

test("so it is for what is still to come", () => {
  expect(dateText(AT, "{date} {date_short}", LATER(-86_400 * 90))).toBe("November 21st Nov 21");
  expect(dateText(AT, "{date} {date_short}", LATER(-86_400 * 200))).toBe(
    "November 21st, 2026 Nov 21, 2026",
  );
});

test("the clock has 24 hours, and midnight is none of them twice", () => {
  const midnight = Date.UTC(2026, 10, 21, 0, 5, 9) / 1000;

  expect(dateText(midnight, "{time} {time_secs}", LATER(0))).toBe("00:05 00:05:09");
});

test.each([
  [-86_400, "tomorrow"],
  [0, "today"],
  [86_400, "yesterday"],
])("pretty dates name near days: %d seconds later it was %s", (seconds, day) => {
  expect(dateText(AT, "it was {date_short_pretty}", LATER(seconds))).toBe(`it was ${day}`);
});

test("a near day at the start has a capital", () => {
  expect(dateText(AT, "{date_pretty} at {time}", LATER(0))).toBe("Today at 19:29");
});

test("days and times are those of the reader's zone", () => {
  const tokyo = { now: AT * 1000, zone: "Asia/Tokyo" };
  expect(dateText(AT, "{date_num} {time}", tokyo)).toBe("2026-11-22 04:29");
});

test("near days are counted in the reader's zone", () => {
  const soon = { now: (AT + 5 * 3600) * 1000 };
  expect(dateText(AT, "x {date_pretty}", { ...soon, zone: "UTC" })).toBe("x yesterday");
  expect(dateText(AT, "x {date_pretty}", { ...soon, zone: "Asia/Tokyo" })).toBe("x today");
});

test.each([
  [60, "in 1 minute"],
  [-59, "59 seconds ago"],
  [-3_599, "59 minutes ago"],
  [-3_600, "1 hour ago"],
  [-7_200, "2 hours ago"],
])("ago speaks of both directions: %d", (seconds, shown) => {
  expect(dateText(AT + seconds, "{ago}", LATER(0))).toBe(shown);
});

test.each([
  [11, "11th"],
  [12, "12th"],
  [13, "13th"],
  [22, "22nd"],
  [23, "23rd"],
])("the %d of a month is its %s", (day, shown) => {
  const at = Date.UTC(2026, 9, day) / 1000;
  expect(dateText(at, "{date}", LATER(0))).toBe(`October ${shown}`);
});

test.each([
  [Number.NaN, "{date}"],
  [1e15, "{date}"],
  [AT, "no token"],
  [AT, "{unknown}"],
])("what is no date or template has no text: %d %s", (at, template) => {
  expect(dateText(at, template, LATER(0))).toBeNull();
});
