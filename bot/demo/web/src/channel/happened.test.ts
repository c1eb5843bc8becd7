import { expect, test } from "vitest";
import type { Message } from "../wire";
import { happened } from "./happened";

function message(ts: string, more: Partial<Message> = {}): Message {
  return {
    ts,
    channel: "C1",
    user: "U2",
    text: ts,
    is_ephemeral: false,
    visible_to: null,
    ...more,
  };
}

const ONLY = { is_ephemeral: true, visible_to: "U1" };

test("nothing happens in an empty place", () => {
  expect(happened([])).toBeNull();
});

test("the newest message is what happened", () => {
  expect(happened([message("1.0"), message("2.0")])).toMatchObject({
    stamp: "2.0",
    isUpdate: false,
  });
});

test("a change of the newest message for oneself is news, also with others below it", () => {
  const changed = message("2.0", { ...ONLY, edited: { ts: "4.0" } });

  expect(happened([message("1.0", ONLY), changed, message("3.0")])).toEqual({
    stamp: "4.0",
    message: changed,
    isUpdate: true,
  });
});

test("what came after the change is newer than it", () => {
  const changed = message("2.0", { ...ONLY, edited: { ts: "3.0" } });

  expect(happened([changed, message("4.0")])?.stamp).toBe("4.0");
});

test.each([
  ["of a message for all", [message("1.0", { edited: { ts: "9.0" } }), message("2.0")]],
  [
    "of an older message for oneself",
    [message("1.0", { ...ONLY, edited: { ts: "9.0" } }), message("2.0", ONLY)],
  ],
])("a change %s is none", (_, messages) => {
  expect(happened(messages)?.stamp).toBe("2.0");
});
