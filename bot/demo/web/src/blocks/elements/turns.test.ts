import { expect, test } from "vitest";
import { inTurn } from "./turns";

/** Errands that end when they are told to. */
function errands() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const go = inTurn((what: string) => {
    begun.push(what);
    return new Promise<void>((end) => ends.push(end));
  });
  const end = async () => {
    ends.shift()?.();
    await new Promise((later) => setTimeout(later));
  };
  return { begun, go, end };
}

test("of what is asked for meanwhile the newest comes afterwards", async () => {
  const { begun, go, end } = errands();
  void go("a");
  void go("b");
  void go("c");
  expect(begun).toEqual(["a"]);

  await end();
  expect(begun).toEqual(["a", "c"]);

  await end();
  expect(begun).toEqual(["a", "c"]);
});

test("afterwards there is a new beginning", async () => {
  const { begun, go, end } = errands();
  void go("a");
  await end();
  void go("b");

  expect(begun).toEqual(["a", "b"]);
});

test("what fails does not stop those after it", async () => {
  const begun: string[] = [];
  const go = inTurn(async (what: string) => {
    begun.push(what);
    throw new Error(what);
  });

  await expect(go("a")).rejects.toThrow("a");
  await expect(go("b")).rejects.toThrow("b");
  expect(begun).toEqual(["a", "b"]);
});
