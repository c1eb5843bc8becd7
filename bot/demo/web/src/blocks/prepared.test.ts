import { expect, test } from "vitest";
import { elementOf, pictures, prepared } from "./prepared";
import { type Reader, safeRich } from "./rich";

const READER: Reader = { now: 0, zone: "UTC", users: new Map(), channels: new Map() };
const button = {
  type: "button",
  action_id: "go",
  url: "https://a.example",
  confirm: { title: { type: "plain_text", text: "Sure?" } },
  text: { type: "plain_text", text: "*Go* &lt;now&gt;" },
};
const card = {
  type: "card",
  hero_image: { type: "image", image_url: "https://a.example/x.png", alt_text: "A chart" },
  title: { type: "mrkdwn", text: "*Bold* &lt;!here&gt;" },
  actions: [button],
};

test("texts reach the library as plain words", () => {
  expect(prepared(card, READER).title).toEqual({
    type: "plain_text",
    text: "Bold <!here>",
    verbatim: true,
  });
});

test("dialogs and addresses of buttons, and pictures, do not reach it", () => {
  const shown = JSON.stringify(prepared(card, READER));

  expect(shown).not.toContain("confirm");
  expect(shown).not.toContain("https://");
  expect(pictures(card)).toEqual(["A chart"]);
});

test("an icon button keeps its icon", () => {
  expect(prepared({ type: "icon_button", icon: "trash" }, READER).icon).toBe("trash");
});

test("pictures in markdown become links, and boxes of a task list signs", () => {
  const block = { type: "markdown", text: "![x](https://a.example)\n- [ ] a\n- [x] b" };

  expect(prepared(block, READER).text).toBe("[x](https://a.example)\n- ☐ a\n- ☑ b");
});

test("the element of an action is found however deep it lies", () => {
  expect(elementOf({ type: "carousel", elements: [card] }, "go")).toBe(button);
  expect(elementOf(card, "other")).toBeNull();
});

test("rich text keeps safe links only, reads dates, and says what it cannot show", () => {
  const elements = [
    { type: "link", url: "javascript:alert(1)", text: "bad" },
    { type: "link", url: "https://a.example", text: "good" },
    { type: "date", timestamp: 0, format: "{date_num}" },
    { type: "date", timestamp: "x", format: "{date_num}", fallback: "then" },
    { type: "novelty" },
  ];

  expect(safeRich([{ type: "rich_text_section", elements }], READER)[0]?.elements).toEqual([
    { type: "text", text: "bad" },
    { type: "link", url: "https://a.example", text: "good" },
    { type: "text", text: "1970-01-01" },
    { type: "text", text: "then" },
    { type: "text", text: "[novelty]" },
  ]);
});
