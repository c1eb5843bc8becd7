/** Dates and times: the browser's own pickers. */

import { type KeyboardEvent, useRef, useState } from "react";
import { fromLocal, settled, toLocal } from "./clock";
import { type ElementProps, named, one, useField } from "./field";
import { useLater } from "./later";
import { Warning } from "./Warning";

/** An hour is picked before its minute: the app hears of both once the person rests. */
const PAUSE_MS = 1000;
const NATIVE = {
  datepicker: { type: "date", min: "1000-01-01", max: "9999-12-31" },
  timepicker: { type: "time" },
  datetimepicker: { type: "datetime-local", min: "1000-01-01T00:00", max: "9999-12-31T23:59" },
} as const;
/** Keys that open a browser's calendar or only leave: what follows them is picked, not typed. */
const NOT_TYPED = new Set([
  " ",
  "F4",
  "Tab",
  "Enter",
  "Escape",
  "Shift",
  "Control",
  "Alt",
  "Meta",
]);

interface PickerProps extends ElementProps {
  readonly kind: keyof typeof NATIVE;
}

export function Picker(props: PickerProps) {
  const { field, draft, type, entered, leave } = usePicking(props);
  const { now, busy, failed, frozen } = field;
  const shown = props.kind === "datetimepicker" ? toLocal(one(now)) : one(now);
  return (
    <span className="pressable">
      <input
        {...named(props)}
        {...NATIVE[props.kind]}
        className="entry picker"
        value={draft ?? shown}
        disabled={frozen}
        aria-busy={busy || undefined}
        onKeyDown={type}
        onChange={(event) => entered(event.target)}
        onBlur={(event) => leave(event.target)}
      />
      {failed && <Warning />}
    </span>
  );
}

/**
 * Every key that is typed makes another date, 0002 of a year that is to be 2026: the app hears of
 * it when the field is left or Enter pressed, and of what is picked from a calendar at once.
 */
function usePicking({ kind, ...props }: PickerProps) {
  const field = useField(props);
  const { now, hold, tell } = field;
  const [draft, setDraft] = useState<string | null>(null);
  const typing = useRef(false);
  /** What was held before the first change since the app was last told. */
  const before = useRef<{ readonly held: typeof now } | null>(null);
  const later = useLater(PAUSE_MS);
  const leave = (input: HTMLInputElement) => {
    later(null);
    typing.current = false;
    setDraft(null);
    if (before.current === null) return;
    const { held } = before.current;
    before.current = null;
    const next = read(input, props.optional);
    hold(next === undefined ? held : next);
    if (next !== undefined && next !== held) void tell("value", next, held);
  };
  const entered = (input: HTMLInputElement) => {
    before.current ??= { held: now };
    setDraft(input.value);
    const next = read(input, props.optional);
    if (next !== undefined) hold(next);
    if (typing.current) later(null);
    else if (kind === "datepicker") leave(input);
    else later(() => leave(input));
  };
  const type = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      // It is for the app here: neither for the modal nor for a question that opens by it.
      if (props.sends) event.preventDefault();
      leave(event.currentTarget);
    }
    typing.current ||= !NOT_TYPED.has(event.key) && !event.altKey;
  };
  return { field, draft, type, entered, leave };
}

function read({ type, value, validity }: HTMLInputElement, isOptional: boolean) {
  const entered = type === NATIVE.datetimepicker.type ? fromLocal(value) : value;
  return settled(entered, validity.valid, isOptional);
}
