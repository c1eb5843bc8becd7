import { describe, expect, test } from "vitest";
import { grouped } from "./grouping";
import { ids, line, SEARCH } from "./sampled";

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
      line("d1", "delivery", 1000, { title: "/images subscribe" }),
      line("poll", "modelarts", 4000),
      line("search", "modelarts", 4010, { title: SEARCH }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([
      ["poll", []],
      ["d1", ["search"]],
    ]);
  });

  test("takes a whole list after the ack for a poll, but for a look-up without an answer", () => {
    const lines = (title: string) => [
      line("d1", "delivery", 1000, { title }),
      line("asked", "modelarts", 1500),
      line("s1", "slack", 2000, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines("/images failed"), 1))).toEqual([["d1", ["asked", "s1"]]]);
    expect(ids(grouped(lines("/images status"), 1))).toEqual([
      ["asked", []],
      ["d1", ["s1"]],
    ]);
  });

  test("gives a delivery no request after its first answer", () => {
    const lines = [
      line("d1", "delivery", 1000),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("r1", "modelarts", 1100, { title: SEARCH }),
      line("s2", "slack", 1200, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([
      ["r1", []],
      ["d1", ["s1", "s2"]],
    ]);
  });

  test("takes no answer for one that Slack refused", () => {
    const lines = [
      line("d1", "delivery", 1000),
      line("s1", "slack", 1050, { delivery: "d1", ok: false }),
      line("s2", "slack", 9000, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines, 1))).toEqual([["d1", ["s1", "s2"]]]);
  });

  test.each([
    [5000, [["d1", ["s1", "later"]]]],
    [
      5001,
      [
        ["later", []],
        ["d1", ["s1"]],
      ],
    ],
  ])("a call %d ms after the first answer", (after, expected) => {
    const lines = [
      line("d1", "delivery", 1000),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("later", "slack", 1050 + after, { delivery: "d1" }),
    ];

    expect(ids(grouped(lines, 1))).toEqual(expected);
  });

  test("says of which requests it is not sure", () => {
    const lines = [
      line("d1", "delivery", 1000),
      line("sure", "modelarts", 1005),
      line("d2", "delivery", 1010),
      line("unsure", "modelarts", 1020),
      line("s1", "slack", 1050, { delivery: "d1" }),
      line("s2", "slack", 1060, { delivery: "d2" }),
    ];

    expect(grouped(lines, 1).flatMap(({ unsure }) => [...unsure])).toEqual(["unsure"]);
  });

  test("keeps a call whose delivery is no longer in the journal", () => {
    const lines = [line("s1", "slack", 1050, { delivery: "d0" })];

    expect(ids(grouped(lines, 1))).toEqual([["s1", []]]);
  });
});
