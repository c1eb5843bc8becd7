import { describe, expect, test } from "vitest";
import { snapshot } from "./sampled";
import { LOG_MOST, type News, nothing, POLLS_MOST, reduce } from "./store";
import type { LogLine, Message, Snapshot, View } from "./wire";

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

function line(id: string, title = id, kind: LogLine["kind"] = "slack"): LogLine {
  return {
    id,
    kind,
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

function logged(data: LogLine): News {
  return { kind: "log", data, at: 0 };
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

  test("says what only this person sees, as it is by then", () => {
    const only = message("1.0", { is_ephemeral: true, visible_to: "U0ANNA" });
    const changed = { ...only, text: "changed" };
    const state = hearing(
      told(),
      posted(only),
      posted(message("2.0", { is_ephemeral: true, visible_to: "U0ANNA" })),
      { kind: "lost", isLost: true },
      told({ messages: [message("3.0"), changed] }),
    );

    expect(state.messages.get("C1")).toEqual([changed, message("3.0")]);
    expect(state.lost).toBe(false);
  });

  test("says which modals there are, and leaves one that did not change as it is", () => {
    const before = hearing(told(), shown(modal("V1")), shown(modal("V2", "V1")));
    const state = reduce(before, told({ modals: [modal("V1"), modal("V3", "V1", "2")] }));

    expect(state.modals).toEqual([modal("V1"), modal("V3", "V1", "2")]);
    expect(state.modals[0]).toBe(before.modals[0]);
  });

  test("brings back no modal that the person got rid of meanwhile", () => {
    const forget: News = { kind: "forget", view: "V1" };
    const state = hearing(told(), shown(modal("V1")), forget, told({ modals: [modal("V1")] }));

    expect(state.modals).toEqual([]);
  });

  test.each<[string, Partial<Snapshot>]>([
    ["of another person", { me: "U0BEN" }],
    ["of another run of the playground", { run: "r2" }],
  ])("%s keeps nothing", (_, anew) => {
    const before = [told(), posted(message("1.0")), shown(modal("V1")), logged(line("1"))];
    const state = hearing(...before, told(anew));

    expect(stamps(state)).toEqual([]);
    expect(state.modals).toEqual([]);
    expect(state.log).toEqual([]);
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

  test("one that the page forgets is gone, and no other", () => {
    const forget: News = { kind: "forget", view: "V2" };
    const state = hearing(told(), shown(modal("V1")), shown(modal("V2", "V1")), forget);

    expect(state.modals).toEqual([modal("V1")]);
  });

  test("a Home tab is none of them, and cannot be closed", () => {
    const home: View = { ...modal("V9"), type: "home" };
    const closed: News = { kind: "view", data: { kind: "closed", view: home }, at: 0 };
    const state = hearing(told(), shown(home), closed);

    expect(state.home).toEqual(home);
    expect(state.modals).toEqual([]);
  });
});

describe("the journal", () => {
  test("a line that comes again takes its former place", () => {
    const lines = [line("1"), line("2"), line("1", "again")].map(logged);
    const state = hearing(told(), ...lines);

    expect(state.log.map((row) => row.title)).toEqual(["again", "2"]);
  });

  test("keeps the newest lines of each sort: polls do not crowd out the rest", () => {
    const many = [...Array(LOG_MOST + 1).keys()].map((number) => line(`s-${number}`));
    const polls = [...Array(POLLS_MOST + 50).keys()].map((number) =>
      line(`m-${number}`, "GET /v1/p/images?limit=50", "modelarts"),
    );
    const ids = hearing(told(), ...[...many, ...polls].map(logged)).log.map((row) => row.id);

    expect(ids).toHaveLength(LOG_MOST + POLLS_MOST);
    expect([ids[0], ids[LOG_MOST]]).toEqual(["s-1", "m-50"]);
  });

  test("is added to when the connection comes back", () => {
    const state = hearing(
      told(),
      logged(line("1")),
      told({ log: [line("1", "again"), line("2")] }),
    );

    expect(state.log.map((row) => row.title)).toEqual(["again", "2"]);
  });
});

test("the world's clock is reckoned from the moment its news came", () => {
  expect(hearing(told()).worldAt).toBe(7);
});
