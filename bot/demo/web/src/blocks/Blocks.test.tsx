import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { Home } from "../home/Home";
import { type Play, PlayContext } from "../play";
import type { Json } from "../wire";
import { Blocks } from "./Blocks";
import { Files } from "./Files";
import { Mrkdwn } from "./Mrkdwn";

const STATE = {
  me: "U1",
  users: new Map([["U1", { id: "U1", name: "anna", real_name: "Anna Winter", is_bot: false }]]),
  channels: [],
  home: null,
  world: { now: 0, rate: 1 },
  worldAt: 0,
};
const PLAY = { state: STATE, act: vi.fn(), announce: vi.fn(), inspect: vi.fn() };
const page = (drawn: React.ReactNode) =>
  renderToStaticMarkup(<PlayContext value={PLAY as unknown as Play}>{drawn}</PlayContext>);
const drawn = (...blocks: Json[]) =>
  page(<Blocks blocks={blocks} place={{ channel: "C1", ts: "1" }} />);
const plain = (text: string) => ({ type: "plain_text", text });

test("a verbatim text is formatted all the same", () => {
  const text = { type: "mrkdwn", text: "*bold* `code` <@U1>", verbatim: true };
  const html = drawn({ type: "section", block_id: "s", text });

  expect(html).toContain("font-semibold");
  expect(html).toContain("slack_inline_code");
  expect(html).toContain("@Anna Winter");
  expect(html).not.toContain("*bold*");
});

test("an escaped mention pings nobody", () => {
  const html = page(<Mrkdwn text={"&lt;!channel&gt; &lt;@U1&gt;"} />);

  expect(html).not.toContain("slack_broadcast");
  expect(html).not.toContain("slack_user");
  expect(html).toContain("&lt;!channel&gt;");
});

test("no picture is loaded: its words stand there", () => {
  const image = { type: "image", image_url: "https://a.example/x.png", alt_text: "A chart" };
  const html = drawn(
    { ...image, block_id: "i" },
    { type: "section", block_id: "s", text: plain("x"), accessory: image },
    { type: "context", block_id: "c", elements: [image] },
    { type: "card", block_id: "k", title: plain("x"), hero_image: image },
  );

  expect(html).not.toContain("<img");
  expect(html.match(/aria-label="A chart"/g)).toHaveLength(4);
});

test.each(["video", "file", "call", "novelty"])("a %s says that it is not drawn", (type) => {
  expect(drawn({ type, block_id: "b" })).toContain(`A block of type “${type}” is not drawn`);
});

test("an unknown element says that it is not drawn", () => {
  const html = drawn({ type: "actions", block_id: "a", elements: [{ type: "novelty" }] });

  expect(html).toContain("An element of type “novelty” is not drawn");
});

test("the elements of a row keep their order", () => {
  const html = drawn({
    type: "actions",
    block_id: "a",
    elements: [
      { type: "button", action_id: "1", text: plain("First") },
      { type: "static_select", action_id: "2", placeholder: plain("Second"), options: [] },
      { type: "button", action_id: "3", text: plain("Third") },
    ],
  });

  expect(html.indexOf("First")).toBeLessThan(html.indexOf("Second"));
  expect(html.indexOf("Second")).toBeLessThan(html.indexOf("Third"));
});

test("a link button opens elsewhere and tells the page nothing", () => {
  const button = { type: "button", action_id: "b", text: plain("Docs"), url: "https://a.example" };
  const html = drawn({ type: "actions", block_id: "a", elements: [button] });

  expect(html).toContain('href="https://a.example" target="_blank" rel="noopener noreferrer"');
});

test("a button with any other address is no link", () => {
  const button = { type: "button", action_id: "b", text: plain("Docs"), url: "javascript:x" };

  expect(drawn({ type: "actions", block_id: "a", elements: [button] })).not.toContain("href");
});

test("nothing can be pressed where it is frozen", () => {
  const button = { type: "button", action_id: "b", text: plain("Go") };
  const blocks = [{ type: "actions", block_id: "a", elements: [button] }];
  const html = page(<Blocks blocks={blocks} place={{ view: "V1" }} frozen />);

  expect(html).toContain("disabled");
});

test("a data table has a caption, header cells and pages", () => {
  const cell = (text: string) => ({ type: "raw_text", text });
  const rows = ["Name", "a", "b", "c"].map((text) => [cell(text), cell("*x*")]);
  const block = { type: "data_table", block_id: "t", caption: "Broken", page_size: 2, rows };
  const html = drawn({ ...block, row_header_column_index: 0 });

  expect(html).toContain("<caption>Broken</caption>");
  expect(html).toContain('scope="col"');
  expect(html).toContain('scope="row"');
  expect(html).toContain("Page 1 of 2");
  expect(html).toContain("*x*");
});

test("the name of a column of numbers stands at the right as they do", () => {
  const head = ["Fruit", "Count"].map((text) => ({ type: "raw_text", text }));
  const row = [
    { type: "raw_text", text: "apple" },
    { type: "raw_number", value: 1, text: "1" },
  ];
  const html = drawn({ type: "table", block_id: "t", rows: [head, row] });

  expect(html.match(/<t[hd][^>]*text-align:(left|right)/g)?.map((cell) => cell.slice(-5))).toEqual(
    [":left", "right", ":left", "right"],
  );
});

test("names of emoji that the library does not know are drawn all the same", () => {
  expect(page(<Mrkdwn text=":+1: :-1: :simple_smile: :novelty:" />)).toMatch(
    /👍.*👎.*🙂.*:novelty:/,
  );
});

test("a field is named by its label and says whether it is needed", () => {
  const html = drawn({
    type: "input",
    block_id: "b",
    label: plain("Which images"),
    element: { type: "plain_text_input", action_id: "a" },
  });
  const label = /<span id="([^"]+)">Which images/.exec(html)?.[1];

  expect(label).toBeTruthy();
  expect(html).toContain(`aria-labelledby="${label}"`);
  expect(html).toContain('aria-required="true"');
});

test("a Home that was never published points to Messages", () => {
  expect(page(<Home />)).toContain("/images help");
});

test("a file is downloaded under its own name", () => {
  const file = { id: "F1", title: "All", name: "all.csv", mimetype: "text/csv", size: 1500 };
  const html = page(<Files files={[file]} />);

  expect(html).toContain('download="all.csv"');
  expect(html).toContain("2 kB");
});
