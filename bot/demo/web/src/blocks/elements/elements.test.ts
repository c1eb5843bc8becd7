import { expect, test } from "vitest";
import type { State } from "../../play";
import type { Channel, User } from "../../wire";
import { sized } from "../Files";
import { fromLocal, settled, toLocal } from "./clock";
import { one, several } from "./field";
import { changes } from "./Menu";
import { flat, matching, offered } from "./offered";
import { stepped } from "./typing";

const user = (id: string, real_name: string): [string, User] => [
  id,
  { id, name: id, real_name, is_bot: false },
];
const channel = (id: string, kind: Channel["kind"], archived = false): Channel => ({
  id,
  name: id.toLowerCase(),
  kind,
  archived,
  is_member: true,
  has_bot: true,
});
const STATE = {
  users: new Map([user("U1", "Anna Winter"), user("U2", "Ben Okafor")]),
  channels: [
    channel("C1", "public"),
    channel("C2", "public", true),
    channel("G1", "private"),
    channel("D1", "im"),
  ],
} as unknown as State;
const option = (label: string) => ({ text: { type: "plain_text", text: label }, value: label });
const values = (element: object) => flat(offered({ ...element }, STATE)).map((one) => one.value);

test("menus of people and channels offer those of the workspace", () => {
  expect(values({ type: "multi_users_select" })).toEqual(["U1", "U2"]);
  expect(values({ type: "channels_select" })).toEqual(["C1"]);
});

test("a menu of conversations keeps to its filter", () => {
  const filter = (filter: object) => values({ type: "conversations_select", filter });

  expect(values({ type: "conversations_select" })).toEqual(["C1", "G1", "D1"]);
  expect(filter({ include: ["private"] })).toEqual(["G1"]);
  expect(filter({ exclude_bot_users: true })).toEqual(["C1", "G1"]);
});

test("options stand under their headings", () => {
  const groups = [{ label: { text: "G &amp; H" }, options: [option("a")] }];
  const element = { type: "static_select", option_groups: groups };

  expect(offered(element, STATE)).toEqual([
    { label: "G & H", offers: [{ value: "a", label: "a" }] },
  ]);
});

test("a typed word is looked for anywhere, in both cases", () => {
  const all = offered({ type: "static_select", options: ["Old Red", "Green"].map(option) }, STATE);

  expect(flat(matching(all, "RED o")).map((one) => one.label)).toEqual(["Old Red"]);
  expect(matching(all, "blue")).toEqual([]);
});

test("the arrows go round", () => {
  expect([stepped(0, -1, 3), stepped(2, 1, 3), stepped(0, 1, 0)]).toEqual([2, 0, 0]);
});

test("a moment goes through the browser's picker unharmed, to the minute", () => {
  expect(fromLocal(toLocal("1795289340"))).toBe("1795289340");
  expect(toLocal("")).toBe("");
  expect(fromLocal("")).toBe("");
});

test("parts of a second are cut off", () => {
  expect(fromLocal("2026-11-21T19:29:46.900")).toBe(fromLocal("2026-11-21T19:29:46"));
});

test("a half-typed date is not held, and none only where none is needed", () => {
  expect(settled("2026-11-21", true, false)).toBe("2026-11-21");
  expect(settled("0002-11-21", false, true)).toBeUndefined();
  expect(settled("", true, true)).toBeNull();
  expect(settled("", true, false)).toBeUndefined();
});

test("one value and several values are read as such", () => {
  expect([several(null), several("a"), several(["a", "b"])]).toEqual([[], ["a"], ["a", "b"]]);
  expect([one(null), one("a"), one(["a", "b"])]).toEqual(["", "a", ""]);
});

test.each([
  [1, "1 byte"],
  [999, "999 bytes"],
  [12_345, "12 kB"],
  [2_500_000, "2.5 MB"],
])("%d bytes read %s", (bytes, shown) => {
  expect(sized(bytes)).toBe(shown);
});

const key = (name: string, held = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

test("a key that would change a closed menu opens it, any other one does what it always does", () => {
  const changing = ["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "s"];
  const others = [" ", "Enter", "Tab", "Escape", "Shift"];

  expect(changing.filter((name) => !changes(key(name)))).toEqual([]);
  expect(others.filter((name) => changes(key(name)))).toEqual([]);
  expect(changes(key("c", { ctrlKey: true }))).toBe(false);
});
