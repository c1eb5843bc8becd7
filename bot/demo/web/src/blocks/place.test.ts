import { expect, test } from "vitest";
import { nearest } from "./place";

/** Which of these controls gets the focus that one of the former had. */
function then(now: readonly string[], was: readonly string[], at: number): number {
  return nearest(now, { actions: was, at });
}

test("a button that is still there keeps the focus, wherever it is now", () => {
  expect(then(["first", "prev", "next"], ["next", "last"], 0)).toBe(2);
});

test("of several of one action it is the same one", () => {
  expect(then(["new", "details", "details"], ["details", "details"], 1)).toBe(2);
});

test("of fewer of one action it is the last", () => {
  expect(then(["next", "details", "share"], ["next", "details", "details"], 2)).toBe(1);
});

test("at the last page it is the button before the one that is gone", () => {
  const was = ["row", "row", "row", "prev", "next", "share", "sort"];

  expect(then(["row", "prev", "share", "sort"], was, 4)).toBe(1);
});

test("where nothing is left before it, it is the button after it", () => {
  expect(then(["new", "share"], ["next", "share"], 0)).toBe(1);
});

test("where none of them is left it is the control in its place, or the last", () => {
  expect(then(["a", "b", "c"], ["x", "y", "z"], 1)).toBe(1);
  expect(then(["a"], ["x", "y", "z"], 1)).toBe(0);
});

test("controls without an action are told apart by their place alone", () => {
  expect(then(["", "x", ""], ["x", "", ""], 2)).toBe(2);
});

test("where nothing is left there is no place", () => {
  expect(then([], ["next"], 0)).toBe(-1);
});
