import { expect, test } from "vitest";
import { plainInline } from "./inline";
import { mrkdwn } from "./mrkdwn";
import type { Inline, Reader } from "./rich";
import { plainWords } from "./rich";

const READER: Reader = {
  now: 1795289386_000,
  zone: "UTC",
  users: new Map([["U1", "Anna Winter"]]),
  channels: new Map([["C1", "ml-images"]]),
};

const line = (text: string, autolink = false): readonly Inline[] =>
  mrkdwn(text, READER, autolink)[0]?.elements ?? [];
const plain = (text: string) => plainWords(mrkdwn(text, READER), READER);
const words = (text: string, style?: object) =>
  style ? { type: "text", text, style } : { type: "text", text };

test("bold, italic and strike are formatted and nest", () => {
  expect(line("*a _b_* ~c~")).toEqual([
    words("a ", { bold: true }),
    words("b", { bold: true, italic: true }),
    words(" "),
    words("c", { strike: true }),
  ]);
});

test.each(["snake_case_name", "2 * 3 * 4", "a*b*c", "__init__", "* a*", "*a\nb*", "~", "**a**"])(
  "marks within words, beside blanks and across lines stay: %s",
  (text) => {
    expect(plain(text)).toBe(text);
  },
);

test("a name with underscores in bold is bold as a whole", () => {
  expect(line("*torch_2_1-py*")).toEqual([words("torch_2_1-py", { bold: true })]);
});

test("code takes its marks as they are", () => {
  expect(line("`*a* _b_ &lt;`")).toEqual([words("*a* _b_ <", { code: true })]);
});

test("emphasis may hold code", () => {
  expect(line("*`a`*")).toEqual([words("a", { bold: true, code: true })]);
});

test.each(["&lt;!channel&gt;", "&lt;@U1&gt;", "&lt;https://example.com|x&gt;"])(
  "what is escaped never becomes a mention or link: %s",
  (text) => {
    expect(line(text).every((piece) => piece.type === "text")).toBe(true);
  },
);

test("only Slack's three entities are decoded, and once", () => {
  expect(plain("&amp;lt; &lt;&gt; &copy; &#60;")).toBe("&lt; <> &copy; &#60;");
});

test("people, channels and groups of people are named", () => {
  expect(line("<@U1> <#C1|other> <!here>")).toEqual([
    { type: "user", user_id: "U1" },
    words(" "),
    { type: "channel", channel_id: "C1" },
    words(" "),
    { type: "broadcast", range: "here" },
  ]);
});

test("a channel that the reader does not see keeps the name it came with", () => {
  expect(plain("<#C9|secret> <#C9>")).toBe("#secret a private channel");
});

test("links have their words, and bare ones their address", () => {
  expect(line("<https://a.example/?a=1&amp;b=2|here> <mailto:a@b.example>")).toEqual([
    { type: "link", url: "https://a.example/?a=1&b=2", text: "here" },
    words(" "),
    { type: "link", url: "mailto:a@b.example", text: "mailto:a@b.example" },
  ]);
});

test.each(["<javascript:alert(1)|press>", "<data:text/html,x|press>", "<//evil.example|press>"])(
  "no other address is followed: %s",
  (text) => {
    expect(line(text)).toEqual([words("press")]);
  },
);

test.each(["<img src=x onerror=y>", "# title", "1. one", "---", "![p](x)", "    code", "<b>"])(
  "neither HTML nor Markdown means anything: %s",
  (text) => {
    expect(plain(text)).toBe(text);
  },
);

test("bare addresses become links only where that is asked for", () => {
  expect(line("see https://a.example/x_y.")).toEqual([words("see https://a.example/x_y.")]);
  expect(line("see https://a.example/x_y.", true)).toEqual([
    words("see "),
    { type: "link", url: "https://a.example/x_y", text: "https://a.example/x_y" },
    words("."),
  ]);
});

test("emoji are named, times of day and image tags are none", () => {
  expect(line(":eyes:")).toEqual([{ type: "emoji", name: "eyes" }]);
  expect(plain("10:30:45 repo:tag:x")).toBe("10:30:45 repo:tag:x");
});

test("thumbs and a hundred are emoji although their names have no letter", () => {
  expect(line(":+1: :-1: :100:").filter((piece) => piece.type === "emoji")).toHaveLength(3);
  expect(plainInline(":+1: :100: 10:30:45", true)).toEqual([
    { type: "emoji", name: "+1" },
    words(" "),
    { type: "emoji", name: "100" },
    words(" 10:30:45"),
  ]);
});

test("within a word neither an emoji nor an address begins", () => {
  expect(line("tag:eyes:")).toEqual([words("tag:eyes:")]);
  expect(line("xhttps://a.example", true)).toEqual([words("xhttps://a.example")]);
  expect(line("x https://a.example", true)).toHaveLength(2);
});

test("what is longer than any text of Slack's is cut off", () => {
  expect(plain("a".repeat(40_001))).toBe("a".repeat(40_000));
});

test("dates read in the reader's zone", () => {
  expect(plain("<!date^1795289386^{date_num} {time}|then>")).toBe("2026-11-21 19:29");
});

test("a date may be a link", () => {
  expect(line("<!date^1795289386^{date_num}^https://a.example|then>")).toEqual([
    { type: "link", url: "https://a.example", text: "2026-11-21" },
  ]);
});

test.each(["<!date^x^{date}|then>", "<!date^1^{nonsense}|then>", "<!date^1^|then>"])(
  "a date that cannot be read shows its fallback: %s",
  (text) => {
    expect(plain(text)).toBe("then");
  },
);

test("code blocks keep their lines and take no formatting", () => {
  expect(mrkdwn("a\n```\n*b*\n  ^^\n```\nc", READER)).toEqual([
    { type: "rich_text_section", elements: [words("a")] },
    { type: "rich_text_preformatted", elements: [words("*b*\n  ^^")] },
    { type: "rich_text_section", elements: [words("c")] },
  ]);
});

test("a code block that never ends is no code block", () => {
  expect(plain("a ``` b")).toBe("a ``` b");
});

test("lines that begin with an arrow are quoted, three arrows quote the rest", () => {
  const kinds = (text: string) =>
    mrkdwn(text, READER).map((passage) => [passage.type, plainWords([passage], READER)]);
  expect(kinds("&gt; a\n&gt;b\nc")).toEqual([
    ["rich_text_quote", "a\nb"],
    ["rich_text_section", "c"],
  ]);
  expect(kinds("&gt;&gt;&gt;a\nb")).toEqual([["rich_text_quote", "a\nb"]]);
});

test("40 000 marks are read at once", () => {
  const before = performance.now();
  mrkdwn("*a ".repeat(13_000), READER);
  mrkdwn("<".repeat(40_000), READER);
  mrkdwn("`".repeat(39_999), READER);
  expect(performance.now() - before).toBeLessThan(2_000);
});
