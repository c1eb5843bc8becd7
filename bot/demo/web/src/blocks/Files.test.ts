import { expect, test } from "vitest";
import { sized } from "./Files";

test.each([
  [1000, "1 kB"],
  [1_000_000, "1.0 MB"],
])("%d bytes are the first that read %s", (bytes, words) => {
  expect(sized(bytes)).toBe(words);
});
