import { expect, test } from "vitest";
import { isEmoji, knownEmoji } from "./emoji";

test.each([
  ["+1", "thumbsup"],
  ["-1", "thumbsdown"],
  ["simple_smile", "slightly_smiling_face"],
  ["+1::skin-tone-3", "thumbsup::skin-tone-3"],
  ["eyes", "eyes"],
])("the library knows %s as %s", (name, known) => {
  expect(knownEmoji(name)).toBe(known);
});

test.each(["+1", "-1", "100", "eyes", "+1::skin-tone-3"])("%s is an emoji", (word) => {
  expect(isEmoji(word)).toBe(true);
});

test.each(["30", "+2", "2026", "4::skin-tone-3"])("%s is none", (word) => {
  expect(isEmoji(word)).toBe(false);
});
