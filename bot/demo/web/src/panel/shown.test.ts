import { describe, expect, test } from "vitest";
import { type Filter, grouped, readsWholeList, shown } from "./grouping";
import { ids, line, POLL, SEARCH } from "./sampled";

const ALL: Filter = { delivery: true, modelarts: true, slack: true, hidePolls: false };
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

  test("counts no poll as failed that is still under way", () => {
    const waiting = line("poll", "modelarts", 500, { ok: false, status: 0 });
    const left = shown(grouped([waiting], 1), { ...ALL, hidePolls: true });

    expect([left.hidden, left.hiddenFailed]).toEqual([1, 0]);
  });

  test("hides no search, though no command waits for it", () => {
    const search = grouped([line("r1", "modelarts", 0, { title: SEARCH })], 1);

    expect(shown(search, { ...ALL, hidePolls: true })).toMatchObject({
      hidden: 0,
      entries: search,
    });
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
