import { describe, expect, test } from "vitest";
import { LOG_MOST, type News, nothing, reduce } from "./store";
import type { LogLine, Message, Snapshot, View } from "./wire";

const snapshot: Snapshot = {
  me: "U0ANNA",
  people: ["U0ANNA"],
  users: [{ id: "U0ANNA", name: "anna", real_name: "Anna Winter", is_bot: false }],
  channels: [
    { id: "C1", name: "one", kind: "public", is_member: true, has_bot: true, archived: false },
  ],
  bot_user: "U0BOT",
  messages: [],
  home: null,
  world: { now: 1000, rate: 1, poll: 5, modelarts: "well", slack: "well", bot: "running" },
  commands: [],
  log: [],
};

function message(ts: string, more: Partial<Message> = {}): Message {
  return {
    ts,
    channel: "C1",
    user: "U0ANNA",
    text: ts,
    is_ephemeral: false,
    visible_to: null,
    ...more,
  };
}

function modal(id: string, below: string | null = null, hash = "1"): View {
  return { id, type: "modal", hash, user: "U0ANNA", blocks: [], previous_view_id: below };
}

function line(id: string, title = id): LogLine {
  return {
    id,
    kind: "slack",
    at: 0,
    title,
    ok: true,
    status: 200,
    ms: 1,
    delivery: null,
    detail: {},
  };
}

function told(more: Partial<Snapshot> = {}): News {
  return { kind: "snapshot", data: { ...snapshot, ...more }, at: 7 };
}

function posted(row: Message): News {
  return { kind: "message", data: { kind: "posted", message: row }, at: 0 };
}

function shown(view: View): News {
  return { kind: "view", data: { kind: "shown", view }, at: 0 };
}

function hearing(...news: readonly News[]) {
  return news.reduce(reduce, nothing("U0ANNA"));
}

function stamps(state: ReturnType<typeof hearing>) {
  return state.messages.get("C1")?.map((row) => row.ts);
}

describe("messages", () => {
  test("stand in the order of their time, whatever order they came in", () => {
    const state = hearing(
      told(),
      posted(message("3.0")),
      posted(message("1.0")),
      posted(message("2.0")),
    );

    expect(stamps(state)).toEqual(["1.0", "2.0", "3.0"]);
  });

  test("an edited one keeps its place", () => {
    const edited = message("1.0", { text: "new" });
    const news: News = { kind: "message", data: { kind: "updated", message: edited }, at: 0 };
    const state = hearing(told(), posted(message("1.0")), posted(message("2.0")), news);

    expect(state.messages.get("C1")).toEqual([edited, message("2.0")]);
  });

  test("a deleted one is gone", () => {
    const news: News = {
      kind: "message",
      data: { kind: "deleted", message: message("1.0") },
      at: 0,
    };

    expect(stamps(hearing(told(), posted(message("1.0")), news))).toEqual([]);
  });

  test("news of one channel leave the rows of another as they are", () => {
    const before = hearing(told(), posted(message("1.0", { channel: "C2" })));
    const now = reduce(before, posted(message("2.0")));

    expect(now.messages.get("C2")).toBe(before.messages.get("C2"));
  });
});

describe("a snapshot", () => {
  test("replaces everything", () => {
    const state = hearing(told(), posted(message("1.0")), told({ messages: [message("2.0")] }));

    expect(stamps(state)).toEqual(["2.0"]);
  });

  test("keeps what only this person saw when the connection comes back", () => {
    const only = message("1.0", { is_ephemeral: true, visible_to: "U0ANNA" });
    const state = hearing(
      told(),
      posted(only),
      shown(modal("V1")),
      { kind: "lost", isLost: true },
      told({ messages: [message("2.0")] }),
    );

    expect(stamps(state)).toEqual(["1.0", "2.0"]);
    expect(state.modals).toEqual([modal("V1")]);
    expect(state.lost).toBe(false);
  });

  test("of another person keeps nothing", () => {
    const only = message("1.0", { is_ephemeral: true });
    const state = hearing(told(), posted(only), shown(modal("V1")), told({ me: "U0BEN" }));

    expect(stamps(state)).toEqual([]);
    expect(state.modals).toEqual([]);
  });

  test.each<[string, Partial<Snapshot>]>([
    ["whose clock stepped back", { world: { ...snapshot.world, now: 10 } }],
    ["whose journal has another first line", { log: [{ ...line("1"), at: 5 }] }],
  ])("of a world %s keeps nothing, for it began anew", (_, anew) => {
    const only = message("1.0", { is_ephemeral: true });
    const state = hearing(told({ log: [line("1")] }), posted(only), told(anew));

    expect(stamps(state)).toEqual([]);
  });
});

describe("modals", () => {
  test("a new one lies on top", () => {
    const state = hearing(told(), shown(modal("V1")), shown(modal("V2", "V1")));

    expect(state.modals.map((view) => view.id)).toEqual(["V1", "V2"]);
  });

  test("one that is redrawn stays where it is", () => {
    const state = hearing(
      told(),
      shown(modal("V1")),
      shown(modal("V2", "V1")),
      shown(modal("V1", null, "2")),
    );

    expect(state.modals).toEqual([modal("V1", null, "2"), modal("V2", "V1")]);
  });

  test("one that is heard of late lies above the one it was pushed onto", () => {
    const state = hearing(
      told(),
      shown(modal("V1")),
      shown(modal("V3", "V2")),
      shown(modal("V2", "V1")),
    );

    expect(state.modals.map((view) => view.id)).toEqual(["V1", "V2", "V3"]);
  });

  test("a closed one uncovers what lies below", () => {
    const closed: News = { kind: "view", data: { kind: "closed", view: modal("V2") }, at: 0 };
    const state = hearing(told(), shown(modal("V1")), shown(modal("V2", "V1")), closed);

    expect(state.modals).toEqual([modal("V1")]);
  });

  test("the Home tab is none of them", () => {
    const home: View = { ...modal("V9"), type: "home" };
    const state = hearing(told(), shown(home));

    expect(state.home).toEqual(home);
    expect(state.modals).toEqual([]);
  });
});

describe("the journal", () => {
  test("a line that comes again takes its former place", () => {
    const lines = [line("1"), line("2"), line("1", "again")];
    const state = hearing(told(), ...lines.map((data): News => ({ kind: "log", data, at: 0 })));

    expect(state.log.map((row) => row.title)).toEqual(["again", "2"]);
  });

  test("forgets the oldest lines", () => {
    const log = Array.from({ length: LOG_MOST }, (_, number) => line(String(number)));
    const state = hearing(told({ log }), { kind: "log", data: line("new"), at: 0 });

    expect(state.log).toHaveLength(LOG_MOST);
    expect(state.log.at(-1)?.id).toBe("new");
    expect(state.log[0]?.id).toBe("1");
  });
});

test("the world's clock is reckoned from the moment its news came", () => {
  expect(hearing(told()).worldAt).toBe(7);
});
