import { describe, expect, test } from "vitest";
import type { Message } from "../wire";
import { inChannel, inThread, isComing, replies, rows } from "./rows";

const NOON = new Date(2026, 6, 14, 12).getTime() / 1000;

function message(seconds: number, more: Partial<Message> = {}): Message {
  return {
    ts: `${NOON + seconds}.000001`,
    channel: "C1",
    user: "U1",
    text: "",
    is_ephemeral: false,
    visible_to: null,
    ...more,
  };
}

function heads(...messages: readonly Message[]): readonly boolean[] {
  return rows(messages).map((row) => row.hasHead);
}

describe("a message has a head of its own", () => {
  test("not within five minutes of the same author's last one", () => {
    expect(heads(message(0), message(299))).toEqual([true, false]);
  });

  test("after five minutes", () => {
    expect(heads(message(0), message(300))).toEqual([true, true]);
  });

  test("when somebody else wrote it", () => {
    expect(heads(message(0), message(1, { user: "U2" }))).toEqual([true, true]);
  });

  test("when only one person sees it", () => {
    expect(heads(message(0), message(1, { is_ephemeral: true }))).toEqual([true, true]);
  });

  test("when it was sent from a thread to the channel", () => {
    const sent = message(1, { thread_ts: message(0).ts, subtype: "thread_broadcast" });

    expect(heads(message(0), sent)).toEqual([true, true]);
  });

  test("on a new day", () => {
    const midnight = 12 * 3600;
    const grouped = rows([message(midnight - 1), message(midnight)]);

    expect(grouped.map((row) => row.isNewDay)).toEqual([true, true]);
    expect(grouped.map((row) => row.hasHead)).toEqual([true, true]);
  });
});

describe("threads", () => {
  const parent = message(0, { thread_ts: message(0).ts });
  const reply = message(1, { thread_ts: parent.ts, user: "U2" });
  const sent = message(2, { thread_ts: parent.ts, subtype: "thread_broadcast" });
  const only = message(3, { thread_ts: parent.ts, is_ephemeral: true, visible_to: "U1" });
  const all = [parent, reply, sent, only, message(4)];

  test("the channel shows no reply that was not sent to it", () => {
    expect(inChannel(all)).toEqual([parent, sent, message(4)]);
  });

  test("a thread shows its first message and every reply", () => {
    expect(inThread(all, parent.ts)).toEqual([parent, reply, sent, only]);
  });

  test("replies that others see are counted, with who wrote them", () => {
    expect(replies(all)).toEqual(
      new Map([[parent.ts, { count: 2, last: sent.ts, authors: ["U2", "U1"] }]]),
    );
  });
});

test("what tells of coming and going is told from what people say", () => {
  const said = [{}, { subtype: "thread_broadcast" }, { subtype: "channel_join" }];

  expect(said.map((more) => isComing(message(0, more)))).toEqual([false, false, true]);
});
