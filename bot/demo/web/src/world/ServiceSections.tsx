/** How well ModelArts, Slack and the bot itself are. */

import { useEffect, useId, useRef, useState } from "react";
import { usePlay } from "../play";
import type { World } from "../wire";
import { type Choice, Choices } from "./Choices";
import { BOT } from "./sentences";
import { useTurn } from "./turning";

const MODELARTS: readonly Choice<World["modelarts"]>[] = [
  { value: "well", name: "Works", what: "Every request is answered at once." },
  {
    value: "slow",
    name: "Slow",
    what: "Answers take 4 seconds: watch that a command is acknowledged at once all the same.",
  },
  {
    value: "down",
    name: "Down",
    what: "Every request fails: watch what a command answers, and that no image is called broken for it.",
  },
  {
    value: "unauthorised",
    name: "Refuses our key",
    what: "Every request is answered with 401: watch that people read what to do about it.",
  },
];

const SLACK: readonly Choice<World["slack"]>[] = [
  { value: "well", name: "Works", what: "Every post arrives at once." },
  {
    value: "slow",
    name: "Slow",
    what: "Posts take 2 seconds: watch that they still come once, and in order.",
  },
  {
    value: "ratelimited",
    name: "Limits the rate",
    what: "A channel takes one post in 10 seconds of demo time: watch the bot wait as long as it is told.",
  },
  {
    value: "refusing",
    name: "Refuses posts",
    what: "Posts end in an error: watch that alerts are kept and come when Slack works again.",
  },
  {
    value: "dropping",
    name: "Loses answers",
    what: "Posts arrive but the answer is lost: watch that no alert comes twice.",
  },
];

export function ModelArtsSection() {
  const { state } = usePlay();
  const turn = useTurn();
  const label = useId();
  return (
    <section>
      <h3 id={label}>ModelArts</h3>
      <Choices
        labelledBy={label}
        choices={MODELARTS}
        now={state.world.modelarts}
        onChoose={(mode) => turn({ act: "modelarts", mode })}
      />
    </section>
  );
}

export function SlackSection() {
  const { state } = usePlay();
  const turn = useTurn();
  const label = useId();
  return (
    <section>
      <h3 id={label}>Slack</h3>
      <Choices
        labelledBy={label}
        choices={SLACK}
        now={state.world.slack}
        onChoose={(mode) => turn({ act: "slack", mode })}
      />
    </section>
  );
}

const BOT_MARKS = { running: "✓ ", starting: "… ", stopped: "✕ " } as const;

export function BotSection() {
  const { state, announce } = usePlay();
  const { bot } = state.world;
  const former = useRef(bot);
  useEffect(() => {
    if (former.current !== bot && bot === "running") announce("The bot is running again.");
    former.current = bot;
  }, [bot, announce]);
  const { isIdle, restart } = useRestart();
  return (
    <section>
      <h3>The bot</h3>
      <p className={`bot bot-${bot}`}>
        <span aria-hidden="true">{BOT_MARKS[bot]}</span>
        {BOT[bot]}
      </p>
      <p className="hint">
        What it remembers outlives a restart: watch that no alert is forgotten or comes twice.
      </p>
      <button
        type="button"
        className="small-button"
        // Not `disabled`, by which the button would lose the keyboard.
        aria-disabled={!isIdle}
        onClick={restart}
      >
        Restart the bot
      </button>
    </section>
  );
}

/** Restarts the bot once: until the world says what became of it, a second press does nothing. */
function useRestart() {
  const { world } = usePlay().state;
  const turn = useTurn();
  const [asked, ask] = useState<World | null>(null);
  const isStuck = useStuck(world.bot);
  const isIdle = (world.bot === "running" || isStuck) && asked !== world;
  const restart = async () => {
    if (!isIdle) return;
    ask(world);
    if (!(await turn({ act: "bot", mode: "restart" }))) ask(null);
  };
  return { isIdle, restart };
}

/** Milliseconds after which a bot that is stopped is in the middle of no restart any more. */
const STUCK = 10_000;

function useStuck(bot: World["bot"]): boolean {
  const [isStuck, change] = useState(false);
  useEffect(() => {
    change(false);
    if (bot !== "stopped") return;
    const timer = setTimeout(change, STUCK, true);
    return () => clearTimeout(timer);
  }, [bot]);
  return isStuck;
}
