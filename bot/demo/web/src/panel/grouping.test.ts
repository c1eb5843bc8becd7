import { describe, expect, test } from "vitest";
import type { LogLine } from "../wire";
import { type Filter, grouped, readsWholeList, shown } from "./grouping";

const ALL: Filter = { delivery: true, modelarts: true, slack: true, hidePolls: false };
const POLL = "GET /v1/p/images?limit=50&offset=0&type=BUILD_IN&workspace_id=0";
const SEARCH = "GET /v1/p/images?limit=50&name=pytorch&offset=0&type=BUILD_IN&workspace_id=0";

function line(
  id: string,
  kind: LogLine["kind"],
  at: number,
  more: Partial<LogLine> = {},
): LogLine {
  return {
    id,
    kind,
    at,
    title: kind === "modelarts" ? POLL : id,
    ok: true,
    status: 200,
    ms: kind === "delivery" ? 10 : null,
    delivery: null,
    detail: {},
    ...more,
  };
}

/** Ids only: `["d1", ["r1", "s1"]]` is a delivery with two lines beneath it. */
function ids(entries: ReturnType<typeof grouped>) {
  return entries.map((entry) => [entry.line.id, entry.under.map((under) => under.id)]);
}

describe("grouped", () => {
  test("puts what was asked and answered beneath the command", () => {
    const lines = [
      line("d1", "delivery", 1000),
      line("r1", "modelarts", 1020),
      line("s1", "slack", 1050, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([["d1", ["r1", "s1"]]]);
  });

  test("leaves lines that answer nothing alone, the newest first", () => {
    const lines = [
      line("poll", "modelarts", 500),
      line("d1", "delivery", 1000),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("alert", "slack", 5000),
      line("poll2", "modelarts", 6000),
    ];

    expect(ids(grouped(lines, 1))).toEqual([
      ["poll2", []],
      ["alert", []],
      ["d1", ["s1"]],
      ["poll", []],
    ]);
  });

  test("gives a request to the newest of two commands at once", () => {
    const lines = [
      line("d1", "delivery", 1000),
      line("d2", "delivery", 1010),
      line("r1", "modelarts", 1020),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("s2", "slack", 1060, { delivery: "d2" }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([
      ["d2", ["r1", "s2"]],
      ["d1", ["s1"]],
    ]);
  });

  test("takes lines in any order", () => {
    const lines = [
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("r1", "modelarts", 1020),
      line("d1", "delivery", 1000),
    ];

    expect(ids(grouped(lines, 1))).toEqual([["d1", ["r1", "s1"]]]);
  });

  test("lets a call hours later stand by itself, and claims no poll until then", () => {
    const hour = 3_600_000;
    const lines = [
      line("d1", "delivery", 1000),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("poll", "modelarts", 9000),
      line("update", "slack", hour, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([
      ["update", []],
      ["poll", []],
      ["d1", ["s1"]],
    ]);
  });

  test("waits longer on a clock that runs faster", () => {
    const lines = [
      line("d1", "delivery", 0),
      line("r1", "modelarts", 300_000, { title: SEARCH }),
      line("s1", "slack", 600_000, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines, 60))).toEqual([["d1", ["r1", "s1"]]]);
  });

  test("tells a search from a poll while the answer is still to come", () => {
    const lines = [
      line("d1", "delivery", 1000),
      line("poll", "modelarts", 4000),
      line("search", "modelarts", 4010, { title: SEARCH }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([
      ["poll", []],
      ["d1", ["search"]],
    ]);
  });

  test("keeps a call whose delivery is no longer in the journal", () => {
    const lines = [line("s1", "slack", 1050, { delivery: "d0" })];

    expect(ids(grouped(lines, 1))).toEqual([["s1", []]]);
  });
});

describe("shown", () => {
  const entries = grouped(
    [
      line("poll", "modelarts", 500, { ok: false, status: 503 }),
      line("d1", "delivery", 1000),
      line("r1", "modelarts", 1020),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("alert", "slack", 5000),
    ],
    1,
  );

  test("hides polls, counts them and keeps what a command asked", () => {
    const left = shown(entries, { ...ALL, hidePolls: true });

    expect(ids(left.entries)).toEqual([
      ["alert", []],
      ["d1", ["r1", "s1"]],
    ]);
    expect([left.hidden, left.hiddenFailed]).toEqual([1, 1]);
  });

  test("leaves out a kind beneath a command too", () => {
    const left = shown(entries, { ...ALL, slack: false });

    expect(ids(left.entries)).toEqual([
      ["d1", ["r1"]],
      ["poll", []],
    ]);
  });

  test("lets lines stand alone whose command is not wanted", () => {
    const left = shown(entries, { ...ALL, delivery: false });

    expect(ids(left.entries)).toEqual([
      ["alert", []],
      ["s1", []],
      ["r1", []],
      ["poll", []],
    ]);
  });

  test("counts no hidden polls when ModelArts is not wanted at all", () => {
    expect(shown(entries, { ...ALL, modelarts: false, hidePolls: true }).hidden).toBe(0);
  });
});

describe("readsWholeList", () => {
  test.each([
    [POLL, true],
    [SEARCH, false],
    ["GET /v1/p/images/i-1", false],
    ["POST /v1/p/images", false],
    ["GET /v1/p/images", true],
  ])("%s: %s", (title, expected) => {
    expect(readsWholeList(line("r", "modelarts", 0, { title }))).toBe(expected);
  });
});
