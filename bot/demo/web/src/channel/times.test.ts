import { describe, expect, test } from "vitest";
import { ago, clock, day, dayLabel, exact, moment } from "./times";

const NOW = at(2026, 7, 14, 14, 2);

function at(year: number, month: number, date: number, hour = 12, minute = 0): number {
  return new Date(year, month - 1, date, hour, minute).getTime();
}

test("a message's time is its whole seconds", () => {
  expect(moment("1700000000.000012")).toBe(1_700_000_000_000);
});

test("a time is the reader's own, in four digits", () => {
  expect(clock(at(2026, 7, 14, 9, 5))).toBe("09:05");
});

test("the exact time names the day and the second", () => {
  expect(exact(NOW + 5000)).toBe("Tuesday, July 14th, 2026 at 14:02:05");
});

test("days change at the reader's midnight", () => {
  expect(day(at(2026, 7, 14, 0, 0))).toBe("2026-07-14");
  expect(day(at(2026, 7, 14, 0, 0) - 1)).toBe("2026-07-13");
});

describe("a day is called", () => {
  test.each([
    [at(2026, 7, 14, 0, 1), "Today"],
    [at(2026, 7, 13, 23, 59), "Yesterday"],
    [at(2026, 7, 12), "Sunday, July 12th"],
    [at(2026, 7, 1), "Wednesday, July 1st"],
    [at(2026, 7, 2), "Thursday, July 2nd"],
    [at(2026, 7, 3), "Friday, July 3rd"],
    [at(2026, 5, 22), "Friday, May 22nd"],
    [at(2025, 12, 31), "Wednesday, December 31st, 2025"],
  ])("%d: %s", (when, label) => {
    expect(dayLabel(when, NOW)).toBe(label);
  });
});

describe("a reply came", () => {
  test.each([
    [NOW - 20_000, "just now"],
    [NOW - 60_000, "1 minute ago"],
    [NOW - 59 * 60_000, "59 minutes ago"],
    [at(2026, 7, 14, 9, 5), "today at 09:05"],
    [at(2026, 7, 12, 9, 5), "Sunday, July 12th at 09:05"],
  ])("%d: %s", (when, words) => {
    expect(ago(when, NOW)).toBe(words);
  });
});
