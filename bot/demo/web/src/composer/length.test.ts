import { describe, expect, test } from "vitest";
import { excess, tooLong } from "./length";

describe("a text is too long", () => {
  test.each([
    ["not with 4000 characters", "x".repeat(4000), 0],
    ["by one with 4001", "x".repeat(4001), 1],
    ["not by the blanks after it", `${"x".repeat(4000)} \n`, 0],
    ["by a blank before it", ` ${"x".repeat(4000)}`, 1],
    ["by whole characters, not by halves of them", "🙂".repeat(4002), 2],
  ])("%s", (_, text, by) => {
    expect(excess(text)).toBe(by);
  });
});

test("it is said by how much", () => {
  expect(tooLong(1)).toBe("1 character too long: Slack takes 4,000 in one message.");
  expect(tooLong(1234)).toBe("1,234 characters too long: Slack takes 4,000 in one message.");
  expect(tooLong(0)).toBe("");
});
