/** How a line of the journal went, in a symbol and words. */

import type { LogLine } from "../wire";

export interface Outcome {
  readonly state: "well" | "failed" | "waiting";
  readonly symbol: "✓" | "✕" | "…";
  readonly words: string;
}

export function outcome(line: LogLine): Outcome {
  if (line.ms === null && line.status === 0) {
    const what = line.kind === "delivery" ? "the bot’s ack" : "an answer";
    return { state: "waiting", symbol: "…", words: `Waiting for ${what}` };
  }
  const words = line.kind === "delivery" ? ackWords(line) : callWords(line);
  return line.ok
    ? { state: "well", symbol: "✓", words }
    : { state: "failed", symbol: "✕", words: `Failed: ${words}` };
}

function ackWords({ ok, status, ms }: LogLine): string {
  const after = ms === null ? "" : ` after ${milliseconds(ms)}`;
  if (ok) return `Acknowledged${after}`;
  return status === 0 ? `no ack${after}` : `answered with ${status}${after}`;
}

function callWords({ status, ms, detail, ok }: LogLine): string {
  const after = ms === null ? "" : ` after ${milliseconds(ms)}`;
  if (status === 0) return `no answer${after}`;
  const reason = ok ? null : errorOf(detail);
  return reason === null ? `${status}${after}` : `${reason} (${status}${after})`;
}

/** The other side's own word for what was wrong: `channel_not_found`, `ModelArts.0210`. */
function errorOf({ answer }: LogLine["detail"]): string | null {
  if (typeof answer !== "object" || answer === null) return null;
  const words: unknown = Reflect.get(answer, "error") ?? Reflect.get(answer, "error_code");
  return typeof words === "string" ? words : null;
}

export function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString("en-GB")} ms`;
}
