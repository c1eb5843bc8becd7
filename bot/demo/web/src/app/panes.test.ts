import { expect, test } from "vitest";
import { inNewWorld, type Pane, toggled } from "./panes";

test("the button of an open panel closes it", () => {
  expect(toggled({ kind: "world" }, "world")).toBeNull();
});

test("the button of a shut panel opens it, whatever stood there", () => {
  expect(toggled(null, "world")).toStrictEqual({ kind: "world" });
  expect(toggled({ kind: "developer", place: null }, "world")).toStrictEqual({ kind: "world" });
});

test("one pane takes the place of another", () => {
  expect(toggled({ kind: "world" }, "developer")).toEqual({ kind: "developer", place: null });
});

test.each<[Pane, boolean]>([
  [{ kind: "thread", channel: "C1", ts: "1.0" }, false],
  [{ kind: "developer", place: { channel: "C1", ts: "1.0" } }, false],
  [{ kind: "developer", place: null }, true],
  [{ kind: "world" }, true],
])("in a new world %j stays open: %s", (pane, stays) => {
  expect(inNewWorld(pane)).toBe(stays ? pane : null);
});
