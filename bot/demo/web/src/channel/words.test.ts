import { expect, test } from "vitest";
import { plain } from "./words";

const USERS = new Map([
  ["U1", { id: "U1", name: "anna", real_name: "Anna Winter", is_bot: false }],
]);

test.each([
  ["<@U1> failed", "@Anna Winter failed"],
  ["<@U9>", "@U9"],
  ["<#C1|ml-images>", "#ml-images"],
  ["<!here>", "@here"],
  ["<!date^1^{date}|today>", "today"],
  ["<https://x.example|the page>", "the page"],
  ["<https://x.example>", "https://x.example"],
  ["*bold* and `code`", "bold and code"],
  ["a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"],
])("%s is read as %s", (text, words) => {
  expect(plain(text, USERS)).toBe(words);
});
