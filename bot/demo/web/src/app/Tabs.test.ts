import { expect, test } from "vitest";
import { target } from "./Tabs";

test.each([
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 0, 2],
  ["Home", 1, 0],
  ["End", 1, 2],
  ["Tab", 1, null],
])("%s leads from tab %d of three to %s", (key, at, to) => {
  expect(target(key, at, 3)).toBe(to);
});
