/** What time it is in the demo, how fast it runs, and leaps ahead. */

import { useEffect, useId, useState } from "react";
import { demoNow, type State, usePlay } from "../play";
import { Choices } from "./Choices";
import { span } from "./sentences";
import { useTurn } from "./turning";

const SPEEDS = [1, 10, 60, 600].map((value) => ({ value, name: `${value}×` }));
const SKIPS = [600, 3600, 86_400];
/** Milliseconds between two looks at the clock. */
const TICK = 250;

export function TimeSection() {
  const { state } = usePlay();
  const turn = useTurn();
  const label = useId();
  return (
    <section>
      <h3>Time</h3>
      <Clock state={state} />
      <h4 id={label}>Speed</h4>
      <Choices
        labelledBy={label}
        choices={SPEEDS}
        now={state.world.rate}
        onChoose={(rate) => turn({ act: "speed", rate })}
        inRow={true}
      />
      <div className="acts">
        {SKIPS.map((seconds) => (
          <button
            type="button"
            key={seconds}
            className="small-button"
            onClick={() => turn({ act: "skip", seconds })}
          >
            Skip {span(seconds)}
          </button>
        ))}
      </div>
    </section>
  );
}

function Clock({ state }: { readonly state: State }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK);
    return () => clearInterval(timer);
  }, []);
  const now = new Date(demoNow(state));
  return (
    <p className="clock">
      <time dateTime={now.toISOString()}>
        <b>{now.toLocaleTimeString("en-GB")}</b>{" "}
        {now.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "long" })}
      </time>
    </p>
  );
}
