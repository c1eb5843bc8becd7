/** Dates and times: the browser's own pickers. */

import { fromLocal, toLocal } from "./clock";
import { type ElementProps, named, one, useField } from "./field";
import { useLater } from "./later";
import { Warning } from "./Warning";

/** Typing a date changes it with every key; the app hears of the last. */
const PAUSE_MS = 400;
const NATIVE = {
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
} as const;

export function Picker({ kind, ...props }: ElementProps & { readonly kind: keyof typeof NATIVE }) {
  const { now, hold, tell, busy, failed, frozen } = useField(props);
  const later = useLater(PAUSE_MS);
  const moment = kind === "datetimepicker";
  const shown = moment ? toLocal(one(now)) : one(now);
  const picked = (entered: string) => {
    const next = (moment ? fromLocal(entered) : entered) || null;
    // Slack's own pickers cannot be emptied; a browser's can.
    if (next === null && !props.optional) return;
    hold(next);
    later(() => tell("value", next, now));
  };
  return (
    <span className="pressable">
      <input
        {...named(props)}
        className="entry picker"
        type={NATIVE[kind]}
        value={shown}
        disabled={frozen}
        aria-busy={busy || undefined}
        onChange={(event) => picked(event.target.value)}
      />
      {failed && <Warning />}
    </span>
  );
}
