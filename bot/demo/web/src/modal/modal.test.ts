import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Play } from "../play";
import { Refused } from "../server";
import type { View } from "../wire";
import { isGone, leave } from "./leaving";
import { stray } from "./submission";

const view = (id: string): View => ({
  id,
  type: "modal",
  hash: "h",
  user: "U1",
  blocks: [{ type: "input", block_id: "shown" }],
  previous_view_id: null,
});
const [LOWER, UPPER] = [view("V1"), view("V2")];

function sitting(lost = false) {
  const forgotten: string[] = [];
  const said: unknown[] = [];
  const play = {
    state: { me: "U1", modals: [LOWER, UPPER], lost },
    act: (doing: Promise<object>) =>
      doing.catch((reason: Error) => {
        said.push(reason.message);
        return null;
      }),
    forget: (id: string) => forgotten.push(id),
  } as unknown as Play;
  return { play, forgotten, said };
}

const answer = (status: number, body: object) =>
  vi.fn(async () => Response.json(body, { status }));

beforeEach(() => {
  vi.stubGlobal("fetch", answer(200, { ok: true, delivery: null, problem: null }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("a modal that was closed goes away at once", async () => {
  const { play, forgotten } = sitting();
  await leave(play, UPPER, false);

  expect(forgotten).toEqual(["V2"]);
});

test("all of them go away together", async () => {
  const { play, forgotten } = sitting();
  await leave(play, UPPER, true);

  expect(forgotten).toEqual(["V1"]);
});

test("a modal that the playground does not know goes away without a word", async () => {
  vi.stubGlobal("fetch", answer(404, { ok: false, error: "This dialog is not open any more." }));
  const { play, forgotten, said } = sitting();
  await leave(play, UPPER, false);

  expect([forgotten, said]).toEqual([["V2"], []]);
});

test("a modal goes away although the playground does not answer", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("no connection")));
  const { play, forgotten, said } = sitting();
  await leave(play, UPPER, false);

  expect([forgotten, said]).toEqual([["V2"], []]);
});

test("without a connection the playground is not even asked", async () => {
  const { play, forgotten } = sitting(true);
  await leave(play, UPPER, false);

  expect(forgotten).toEqual(["V2"]);
  expect(fetch).not.toHaveBeenCalled();
});

test("a modal that may not be closed stays, and why is said", async () => {
  vi.stubGlobal("fetch", answer(400, { ok: false, error: "No." }));
  const { play, forgotten, said } = sitting();
  await leave(play, UPPER, false);

  expect([forgotten, said]).toEqual([[], ["No."]]);
});

test("only what is not there is gone", () => {
  expect(isGone(new Refused("x", 404))).toBe(true);
  expect(isGone(new Refused("x", 400))).toBe(false);
  expect(isGone(new Error("x"))).toBe(false);
});

test("errors of blocks that are not shown stand above all, the others at their fields", () => {
  const errors = new Map([
    ["shown", "At the field."],
    ["gone", "One."],
    ["other", "Two."],
  ]);

  expect(stray(UPPER, errors)).toBe("One. Two.");
  expect(stray(UPPER, new Map([["shown", "At the field."]]))).toBe("");
});
