import { expect, test } from "vitest";
import { NO_HISTORY, recalled, remembered } from "./history";

const TWO = remembered(remembered(NO_HISTORY, "one"), "two");

test("the last text comes back into an empty composer", () => {
  expect(recalled(TWO, "", -1)?.text).toBe("two");
});

test("a second step goes further back, and a step on comes back", () => {
  const first = recalled(TWO, "", -1);
  const second = first && recalled(first.history, first.text, -1);
  const back = second && recalled(second.history, second.text, 1);

  expect(second?.text).toBe("one");
  expect(back?.text).toBe("two");
});

test("a step on from the newest empties the composer", () => {
  const first = recalled(TWO, "", -1);

  expect(first && recalled(first.history, first.text, 1)?.text).toBe("");
});

test("what is being typed is never lost", () => {
  expect(recalled(TWO, "new", -1)).toBeNull();
});

test("there is nothing before the first", () => {
  expect(recalled(NO_HISTORY, "", -1)).toBeNull();
});

test("the same text twice in a row is kept once", () => {
  expect(remembered(TWO, "two").sent).toEqual(["one", "two"]);
});

test("the newest fifty are kept", () => {
  const texts = Array.from({ length: 51 }, (_, number) => `text ${number}`);
  const { sent, at } = texts.reduce(remembered, NO_HISTORY);

  expect(sent).toEqual(texts.slice(1));
  expect(at).toBe(50);
});

test("there is nothing after the empty composer", () => {
  expect(recalled(TWO, "", 1)).toBeNull();
});
