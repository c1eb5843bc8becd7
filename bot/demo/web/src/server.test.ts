import { afterEach, expect, test, vi } from "vitest";
import { Refused, say } from "./server";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** What came of saying something to a playground that answers like this. */
async function refused(answer: () => Promise<Response>): Promise<Refused> {
  vi.stubGlobal("fetch", answer);
  const error: unknown = await say("U1", "C1", "hello").catch((reason: unknown) => reason);
  if (!(error instanceof Refused)) throw new Error("It was not refused.");
  return error;
}

test("what was done is answered", async () => {
  const done = { ok: true, delivery: null, problem: null };
  vi.stubGlobal("fetch", async () => Response.json(done));

  expect(await say("U1", "C1", "hello")).toEqual(done);
});

test("what is done says on which page", async () => {
  const fetch = vi.fn(async () => Response.json({ ok: true, delivery: null, problem: null }));
  vi.stubGlobal("fetch", fetch);
  await say("U1", "C1", "hello");

  expect(fetch).toHaveBeenCalledWith(
    "/play/say",
    expect.objectContaining({
      headers: expect.objectContaining({ "Playground-Page": expect.stringMatching(/^\w{32}$/) }),
    }),
  );
});

test("a refusal says why, and how", async () => {
  const answer = { ok: false, error: "There is no such channel here." };
  const error = await refused(async () => Response.json(answer, { status: 404 }));

  expect([error.message, error.status]).toEqual(["There is no such channel here.", 404]);
});

test("a playground that is not there is not reached", async () => {
  const error = await refused(() => Promise.reject(new TypeError("Failed to fetch")));

  expect(error.message).toMatch(/does not answer/);
  expect(error.status).toBe(0);
});

test("a playground that hangs is waited for ten seconds", async () => {
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
  const error = await refused(() => Promise.reject(new DOMException("", "TimeoutError")));

  expect(timeout).toHaveBeenCalledWith(10_000);
  expect(error.message).toMatch(/10 seconds/);
  expect(error.status).toBe(0);
});

test.each([
  ["no JSON", "<h1>500</h1>"],
  ["no object", "null"],
  ["no sentence", "{}"],
])("an answer that is %s means that the playground broke", async (_, body) => {
  const error = await refused(async () => new Response(body, { status: 500 }));

  expect(error.message).toMatch(/broke on this/);
  expect(error.status).toBe(500);
});
