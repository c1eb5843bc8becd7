import { useEffect, useState } from "react";
import { demoNow, type State } from "../play";

const MINUTE = 60_000;
/** Milliseconds between two looks at the clock. */
const LOOK = 1000;

/** The demo's time in whole minutes, so that who uses it is drawn anew only when they change. */
export function useNow(state: State): number {
  const [now, change] = useState(() => minute(state));
  useEffect(() => {
    const look = () => change(minute(state));
    look();
    const timer = setInterval(look, LOOK);
    return () => clearInterval(timer);
  }, [state]);
  return now;
}

function minute(state: State): number {
  return Math.floor(demoNow(state) / MINUTE) * MINUTE;
}
