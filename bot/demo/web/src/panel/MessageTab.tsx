/** What Slack says of one message or view, how near to its limits it is, and its JSON. */

import { useEffect, useState } from "react";
import { type State, usePlay } from "../play";
import { Refused, verdict } from "../server";
import type { Message, Place, Verdict, View } from "../wire";
import { JsonTree } from "./JsonTree";

interface Props {
  readonly place: Place | null;
}

export function MessageTab({ place }: Props) {
  if (place === null) {
    return (
      <p className="empty">
        Press <b>Inspect</b> on a message to see here what Slack says of it, how near to Slack’s
        limits it is, and its JSON.
      </p>
    );
  }
  return <Inspected place={place} />;
}

type Answer = { readonly verdict: Verdict } | { readonly problem: string };

function Inspected({ place }: { readonly place: Place }) {
  const { state } = usePlay();
  const { me } = state;
  const seen = subject(place, state);
  const [answer, setAnswer] = useState<Answer | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was seen changes the answer
  useEffect(() => {
    let isWanted = true;
    verdict(me, place).then(
      (found) => isWanted && setAnswer({ verdict: found }),
      (error: unknown) => isWanted && setAnswer({ problem: sentence(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [me, place, seen]);
  if (answer === null) return <p className="empty">Asking Slack …</p>;
  if ("problem" in answer) return <p className="empty">{answer.problem}</p>;
  return <Said answer={answer.verdict} what={kindOf(place, state)} />;
}

function sentence(error: unknown): string {
  if (error instanceof Refused) return error.message;
  throw error;
}

/** What is inspected, as it is now: another object whenever it changed. */
export function subject(place: Place, state: State): Message | View | null {
  if ("view" in place) {
    const views = [...state.modals, ...(state.home ? [state.home] : [])];
    return views.find((view) => view.id === place.view) ?? null;
  }
  const messages = state.messages.get(place.channel) ?? [];
  return messages.find((message) => message.ts === place.ts) ?? null;
}

function kindOf(place: Place, state: State): string {
  if (!("view" in place)) return "message";
  return state.home?.id === place.view ? "Home tab" : "modal";
}

function Said({ answer, what }: { readonly answer: Verdict; readonly what: string }) {
  return (
    <>
      <div className={answer.taken ? "said said-taken" : "said said-refused"}>
        <h3>
          <span aria-hidden="true">{answer.taken ? "✓ " : "✕ "}</span>
          {answer.taken ? `Slack takes this ${what}` : `Slack would refuse this ${what}`}
        </h3>
        {answer.problems.length > 0 && (
          <ul className="problems">
            {answer.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </div>
      {answer.counts.length > 0 && <h3>Slack’s limits</h3>}
      <ul className="meters" aria-label="Slack’s limits">
        {answer.counts.map((count) => (
          <Meter key={count.what} {...count} />
        ))}
      </ul>
      <h3>JSON</h3>
      <JsonTree label={`JSON of the ${what}`} value={answer.json} open={8} />
    </>
  );
}

/** Above this share of a limit it is worth a word. */
const NEAR = 0.8;

/** How near to a limit something is, in a word. */
export function nearness(is: number, most: number): "fine" | "near" | "over" {
  if (is > most) return "over";
  return is > most * NEAR ? "near" : "fine";
}

const NEARNESS = { fine: "", near: "▲ nearly full", over: "✕ too much" } as const;

function Meter({ what, is, most }: Verdict["counts"][number]) {
  const near = nearness(is, most);
  const share = most > 0 ? Math.min(is / most, 1) : 1;
  return (
    <li className={`meter meter-${near}`}>
      <span className="meter-what">{what}</span>
      <span className="meter-count">
        {NEARNESS[near] && <b>{NEARNESS[near]} </b>}
        {is.toLocaleString("en-GB")} of {most.toLocaleString("en-GB")}
      </span>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </li>
  );
}
