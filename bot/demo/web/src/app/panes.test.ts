import { expect, test } from "vitest";
import { toggled } from "./panes";

test("the button of an open panel closes it", () => {
  expect(toggled({ kind: "world" }, "world")).toBeNull();
});

test("one pane takes the place of another", () => {
  expect(toggled({ kind: "world" }, "developer")).toEqual({ kind: "developer", place: null });
});
