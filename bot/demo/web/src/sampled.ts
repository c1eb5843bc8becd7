/** What a page is told at first, for the tests of what it makes of it. */

import type { Snapshot } from "./wire";

export const snapshot: Snapshot = {
  run: "r1",
  since: "r1-0",
  me: "U0ANNA",
  people: ["U0ANNA"],
  users: [{ id: "U0ANNA", name: "anna", real_name: "Anna Winter", is_bot: false }],
  channels: [
    { id: "C1", name: "one", kind: "public", is_member: true, has_bot: true, archived: false },
  ],
  bot_user: "U0BOT",
  messages: [],
  home: null,
  modals: [],
  world: { now: 1000, rate: 1, poll: 5, modelarts: "well", slack: "well", bot: "running" },
  commands: [],
  log: [],
};
