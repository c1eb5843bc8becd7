import { describe, expect, test } from "vitest";
import type { LogLine } from "../wire";
import { outcome } from "./outcome";

const CALL: LogLine = {
  id: "l-1",
  kind: "slack",
  at: 0,
  title: "chat.postMessage",
  ok: true,
  status: 200,
  ms: null,
  delivery: null,
  detail: {},
};
const DELIVERY: LogLine = { ...CALL, kind: "delivery", ms: 12.4 };

describe("outcome", () => {
  test.each([
    ["a call that worked", CALL, "well", "200"],
    [
      "Slack's own error",
      failed({ answer: { ok: false, error: "not_in_channel" } }),
      "failed",
      "Failed: not_in_channel (200)",
    ],
    [
      "the error code of ModelArts",
      { ...failed({ answer: { error_code: "ModelArts.0210" } }), status: 403 },
      "failed",
      "Failed: ModelArts.0210 (403)",
    ],
    [
      "a status",
      { ...CALL, ok: false, status: 503, ms: 1234 },
      "failed",
      "Failed: 503 after 1,234 ms",
    ],
    [
      "a cut connection",
      { ...CALL, ok: false, status: 0, ms: 1234 },
      "failed",
      "Failed: no answer after 1,234 ms",
    ],
    [
      "a call that is under way",
      { ...CALL, ok: false, status: 0 },
      "waiting",
      "Waiting for an answer",
    ],
    [
      "a request to ModelArts that is under way",
      { ...CALL, kind: "modelarts", ok: false, status: 0 },
      "waiting",
      "Waiting for an answer",
    ],
    ["an ack", DELIVERY, "well", "Acknowledged after 12 ms"],
    [
      "an ack that never came",
      { ...DELIVERY, ok: false, status: 0, ms: 3001 },
      "failed",
      "Failed: no ack after 3,001 ms",
    ],
    [
      "a bot that is still at it",
      { ...DELIVERY, ok: false, status: 0, ms: null },
      "waiting",
      "Waiting for the bot’s ack",
    ],
  ] as const)("%s", (_, line, state, words) => {
    expect(outcome(line)).toMatchObject({ state, words });
  });

  test("a failure differs by more than its colour", () => {
    expect(outcome({ ...CALL, ok: false }).symbol).not.toBe(outcome(CALL).symbol);
  });
});

function failed(detail: LogLine["detail"]): LogLine {
  return { ...CALL, ok: false, detail };
}
