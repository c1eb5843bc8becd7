/** A row or list of radio buttons whose choice the world has to confirm. */

import { type CSSProperties, useEffect, useId, useState } from "react";

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** What it does and what to watch for. */
  readonly what?: string;
}

interface Props<T> {
  readonly labelledBy: string;
  readonly choices: readonly Choice<T>[];
  /** What the world says. */
  readonly now: T;
  readonly onChoose: (value: T) => Promise<boolean>;
  readonly inRow?: boolean;
}

export function Choices<T extends string | number>(props: Props<T>) {
  const { labelledBy, choices, now, onChoose, inRow = false } = props;
  const id = useId();
  // The choice is shown at once; the world's own word replaces it.
  const [wanted, setWanted] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the world has spoken
  useEffect(() => setWanted(null), [now]);
  const choose = async (value: T) => {
    setWanted(value);
    if (!(await onChoose(value))) setWanted(null);
  };
  const style = { "--choices": choices.length } as CSSProperties;
  return (
    <div
      role="radiogroup"
      aria-labelledby={labelledBy}
      className={inRow ? "world-choices world-choices-row" : "world-choices"}
      style={style}
    >
      {choices.map(({ value, name, what }) => (
        <div key={value} className="world-choice">
          <label>
            <input
              type="radio"
              name={id}
              checked={value === (wanted ?? now)}
              onChange={() => choose(value)}
              aria-describedby={what ? `${id}-${value}` : undefined}
            />
            <span>{name}</span>
          </label>
          {what && <p id={`${id}-${value}`}>{what}</p>}
        </div>
      ))}
    </div>
  );
}
