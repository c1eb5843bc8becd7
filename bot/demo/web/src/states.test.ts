import { describe, expect, test } from "vitest";
import { snapshot } from "./sampled";
import { heard, type News, nothing, reduce, type States, shown } from "./store";

function told(me: string): News {
  return {
    kind: "snapshot",
    at: 0,
    data: { ...snapshot, me },
  };
}

const ONLY: News = {
  kind: "message",
  at: 0,
  data: {
    kind: "posted",
    message: {
      ts: "1.0",
      channel: "C1",
      user: "U0BOT",
      text: "for Anna alone",
      is_ephemeral: true,
      visible_to: "U0ANNA",
    },
  },
};

describe("who one is", () => {
  const ANNA = reduce(reduce(nothing("U0ANNA"), told("U0ANNA")), ONLY);
  const both: States = new Map([["U0ANNA", ANNA]]);

  test("each person hears for themselves", () => {
    const states = heard(both, { user: "U0BEN", news: told("U0BEN") });

    expect(states.get("U0BEN")?.me).toBe("U0BEN");
    expect(states.get("U0ANNA")).toBe(ANNA);
  });

  test("whoever comes back finds what only they saw", () => {
    const gone = heard(both, { user: "U0BEN", news: told("U0BEN") });

    expect(shown(gone, "U0ANNA", "U0BEN").messages.get("C1")).toHaveLength(1);
  });

  test("what changes nothing makes nothing new", () => {
    expect(heard(both, { user: "U0ANNA", news: { kind: "lost", isLost: false } })).toBe(both);
  });

  test("until somebody's first snapshot the page stays as it was", () => {
    const waiting = heard(both, { user: "U0BEN", news: { kind: "lost", isLost: true } });

    expect(shown(waiting, "U0BEN", "U0ANNA")).toEqual({ ...ANNA, lost: true });
    expect(shown(new Map(), "U0BEN", "U0BEN").me).toBe("U0BEN");
    expect(shown(both, "U0ANNA", "U0BEN")).toBe(ANNA);
  });
});
