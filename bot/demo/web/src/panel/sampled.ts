/** Lines of a journal to test with. */

import type { LogLine } from "../wire";
import type { grouped } from "./grouping";

export const POLL = "GET /v1/p/images?limit=50&offset=0&type=BUILD_IN&workspace_id=0";
export const SEARCH =
  "GET /v1/p/images?limit=50&name=pytorch&offset=0&type=BUILD_IN&workspace_id=0";

const TITLES = { modelarts: POLL, slack: "chat.postMessage", delivery: "/images find pytorch" };

export function line(
  id: string,
  kind: LogLine["kind"],
  at: number,
  more: Partial<LogLine> = {},
): LogLine {
  return {
    id,
    kind,
    at,
    title: TITLES[kind],
    ok: true,
    status: 200,
    ms: kind === "delivery" ? 10 : null,
    delivery: null,
    detail: {},
    ...more,
  };
}

/** Ids only: `["d1", ["r1", "s1"]]` is a delivery with two lines beneath it. */
export function ids(entries: ReturnType<typeof grouped>) {
  return entries.map((entry) => [entry.line.id, entry.under.map((under) => under.id)]);
}
