import { expect, test } from "vitest";
import type { Json } from "../wire";
import { collected, heldKey, initial, UNTOUCHED, withHeld } from "./held";
import { mistakes } from "./mistakes";

const option = (value: string) => ({ text: { type: "plain_text", text: value }, value });
const input = (element: Json, more: Json = {}): Json => ({
  type: "input",
  block_id: "b",
  label: { type: "plain_text", text: "L" },
  element: { action_id: "a", ...element },
  ...more,
});
const holding = (held: string | readonly string[] | null) => new Map([[heldKey("b", "a"), held]]);
const wrong = (element: Json, held: string | null, more: Json = {}) =>
  mistakes([input(element, more)], holding(held)).get("b");

test.each([
  [{ initial_option: option("x") }, "x"],
  [{ initial_options: [option("x"), option("y")] }, ["x", "y"]],
  [{ initial_value: "text" }, "text"],
  [{ initial_date: "2026-11-21" }, "2026-11-21"],
  [{ initial_time: "12:30" }, "12:30"],
  [{ initial_date_time: 1795289386 }, "1795289386"],
  [{ initial_user: "U1" }, "U1"],
  [{ initial_users: ["U1", "U2"] }, ["U1", "U2"]],
  [{ initial_conversation: "C1" }, "C1"],
  [{ initial_channels: ["C1"] }, ["C1"]],
  [{}, null],
])("%j begins with %j", (element, value) => {
  expect(initial(element)).toEqual(value);
});

test("a rich text begins as plain lines", () => {
  const lines = ["a", "b"].map((text) => ({
    type: "rich_text_section",
    elements: [{ type: "text", text }],
  }));
  expect(initial({ initial_value: { type: "rich_text", elements: lines } })).toBe("a\nb");
});

test("everything that holds something is collected, touched or not", () => {
  const blocks = [
    input({ type: "plain_text_input", initial_value: "was" }),
    { type: "section", block_id: "s", accessory: { type: "static_select", action_id: "m" } },
    {
      type: "actions",
      block_id: "r",
      elements: [
        { type: "button", action_id: "go" },
        { type: "datepicker", action_id: "d", initial_date: "2026-11-21" },
      ],
    },
    { type: "context", block_id: "c", elements: [{ type: "mrkdwn", text: "x" }] },
  ];
  const filled = withHeld(UNTOUCHED, ["s", "m", "chosen", undefined]);

  expect(collected(blocks, filled.form)).toEqual({
    b: { a: "was" },
    s: { m: "chosen" },
    r: { d: "2026-11-21" },
  });
});

test("what was emptied stays empty", () => {
  const blocks = [input({ type: "plain_text_input", initial_value: "was" })];

  expect(collected(blocks, holding(null))).toEqual({ b: { a: null } });
});

test("the words of a choice are kept with it", () => {
  const filled = withHeld(UNTOUCHED, ["b", "a", "v", { value: "v", label: "Words" }]);

  expect(filled.labels.get("v")).toBe("Words");
});

test("an empty field is a mistake unless it is optional", () => {
  const empty = { type: "plain_text_input" };

  expect(wrong(empty, null)).toBe("Please complete this required field.");
  expect(wrong(empty, null, { optional: true })).toBeUndefined();
});

test("nothing chosen of several is empty", () => {
  const blocks = [input({ type: "checkboxes" })];

  expect(mistakes(blocks, holding([])).get("b")).toBe("Please complete this required field.");
});

test.each([
  [{ type: "plain_text_input", min_length: 3 }, "ab", "Please enter at least 3 characters."],
  [{ type: "plain_text_input", max_length: 3 }, "abcd", "Please enter at most 3 characters."],
  [{ type: "number_input" }, "1.5", "Please enter a whole number."],
  [{ type: "number_input", is_decimal_allowed: true }, "1,5", "Please enter a number."],
  [{ type: "number_input", min_value: "2" }, "1", "Please enter 2 or more."],
  [{ type: "number_input", max_value: "9" }, "10", "Please enter 9 or less."],
  [{ type: "email_text_input" }, "anna", "Please enter an email address."],
  [{ type: "url_text_input" }, "x", "Please enter a web address, with https:// in front."],
])("%j does not take %s", (element, value, sentence) => {
  expect(wrong(element, value)).toBe(sentence);
});

test.each([
  [{ type: "plain_text_input", min_length: 3, max_length: 3 }, "abc"],
  [{ type: "number_input", min_value: "2", max_value: "9" }, "9"],
  [{ type: "number_input", is_decimal_allowed: true }, "-1.5"],
  [{ type: "email_text_input" }, "anna@example.com"],
  [{ type: "url_text_input" }, "https://example.com"],
])("%j takes %s", (element, value) => {
  expect(wrong(element, value)).toBeUndefined();
});
