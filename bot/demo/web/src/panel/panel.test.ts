import { describe, expect, test } from "vitest";
import type { State } from "../play";
import type { Message, View } from "../wire";
import { hiddenPolls, nothingShown } from "./JournalTab";
import { hint } from "./JsonTree";
import { nearness, subject } from "./MessageTab";

const MESSAGE: Message = {
  ts: "1.1",
  channel: "C1",
  user: "UB",
  text: "",
  is_ephemeral: false,
  visible_to: null,
};
const MODAL: View = {
  id: "V1",
  type: "modal",
  hash: "h",
  user: "U1",
  blocks: [],
  previous_view_id: null,
};

const STATE: State = {
  run: "r1",
  me: "U1",
  people: [],
  users: new Map(),
  channels: [],
  botUser: "UB",
  messages: new Map([["C1", [MESSAGE]]]),
  modals: [MODAL],
  forgotten: [],
  home: { ...MODAL, id: "V2", type: "home" },
  world: { now: 0, rate: 1, poll: 5, modelarts: "well", slack: "well", bot: "running" },
  worldAt: 0,
  commands: [],
  log: [],
  lost: false,
};

describe("subject", () => {
  test("is the very message, so that an edit is seen", () => {
    expect(subject({ channel: "C1", ts: "1.1" }, STATE)).toBe(MESSAGE);
  });

  test("is an open modal, or the Home tab", () => {
    expect(subject({ view: "V1" }, STATE)).toBe(MODAL);
    expect(subject({ view: "V2" }, STATE)).toBe(STATE.home);
  });

  test("is nothing when it is gone", () => {
    expect(subject({ channel: "C9", ts: "1.1" }, STATE)).toBeNull();
    expect(subject({ view: "V9" }, STATE)).toBeNull();
  });
});

describe("nearness", () => {
  test.each([
    [40, 50, "fine"],
    [41, 50, "near"],
    [50, 50, "near"],
    [51, 50, "over"],
  ] as const)("%d of %d is %s", (is, most, expected) => {
    expect(nearness(is, most)).toBe(expected);
  });
});

describe("hint", () => {
  test("names the type of a block", () => {
    expect(hint({ type: "section", text: {} })).toBe("{ section, 2 keys }");
  });

  test("counts what a list holds", () => {
    expect(hint([1])).toBe("[ 1 item ]");
    expect(hint([1, 2])).toBe("[ 2 items ]");
  });
});

describe("nothingShown", () => {
  test.each([
    [0, 0, "Nothing yet. Type a command or press a button."],
    [3, 3, "Nothing yet. Type a command or press a button. Regular polls are hidden."],
    [3, 2, "There is nothing of the kinds that are ticked."],
  ])("%d lines, %d of them polls: %s", (lines, hidden, sentence) => {
    expect(nothingShown(lines, hidden)).toBe(sentence);
  });
});

describe("hiddenPolls", () => {
  test("says when hidden ones failed", () => {
    expect(hiddenPolls({ entries: [], hidden: 8, hiddenFailed: 2 })).toBe(
      "8 requests of regular polls hidden, 2 of them failed.",
    );
  });

  test("says nothing when none are", () => {
    expect(hiddenPolls({ entries: [], hidden: 0, hiddenFailed: 0 })).toBe("");
  });
});
