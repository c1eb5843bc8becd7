import { describe, expect, test } from "vitest";
import type { Message } from "../wire";
import { read, seen, unread, written } from "./unread";

function message(ts: string, more: Partial<Message> = {}): Message {
  return {
    ts,
    channel: "C1",
    user: "U2",
    text: "",
    is_ephemeral: false,
    visible_to: null,
    ...more,
  };
}

describe("unread are", () => {
  test("messages after the mark", () => {
    expect(unread([message("1"), message("2"), message("3")], "U1", "2")).toEqual([message("3")]);
  });

  test("none of one's own", () => {
    expect(unread([message("2", { user: "U1" })], "U1", "1")).toEqual([]);
  });

  test("no replies in a thread", () => {
    expect(unread([message("3", { thread_ts: "1" })], "U1", "1")).toEqual([]);
  });

  test("none where nothing was marked yet", () => {
    expect(unread([message("1")], "U1", undefined)).toEqual([]);
  });
});

describe("marks", () => {
  const messages = new Map([
    ["C1", [message("1"), message("2")]],
    ["C2", [message("5")]],
  ]);

  test("the open channel is seen to its end", () => {
    const marks = new Map([
      ["C1", "1"],
      ["C2", "4"],
    ]);

    expect(seen(marks, messages, "C1")).toEqual(
      new Map([
        ["C1", "2"],
        ["C2", "4"],
      ]),
    );
  });

  test("what was there before one came counts as seen", () => {
    expect(seen(new Map(), messages, null).get("C2")).toBe("5");
  });

  test("stay the same object when nothing moved", () => {
    const marks = seen(new Map(), messages, null);

    expect(seen(marks, messages, "C1")).toBe(marks);
  });
});

describe("marks that were written down", () => {
  const marks = new Map([["C1", "2"]]);

  test("are those of the same run", () => {
    expect(read(written("r1", marks), "r1")).toEqual(marks);
  });

  test.each([
    ["another run", written("r2", marks)],
    ["nothing", null],
    ["no marks at all", "[}"],
    ["marks of another shape", '{"run": "r1", "marks": 5}'],
  ])("are none in %s", (_, text) => {
    expect(read(text, "r1").size).toBe(0);
  });
});
