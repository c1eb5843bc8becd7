import { expect, test } from "vitest";
import { safeUrl } from "./json";

test.each(["https://a.example/x?y=1#z", "HTTP://A.example", "mailto:a@b.example"])(
  "%s may be followed",
  (url) => {
    expect(safeUrl(url)).toBe(url);
  },
);

test.each([
  "javascript:alert(1)",
  "//a.example",
  "https://",
  "https://a.example/ b",
  "https://a.example\n",
  " https://a.example",
  "x https://a.example",
])("%j may not", (url) => {
  expect(safeUrl(url)).toBeNull();
});
