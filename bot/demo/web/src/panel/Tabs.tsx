/** Tabs with one panel; arrows move between them, as the ARIA practices describe. */

import { type KeyboardEvent, type ReactNode, useId, useState } from "react";

export interface Tab {
  readonly name: string;
  readonly draw: () => ReactNode;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly [Tab, ...Tab[]];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

export function Tabs({ label, tabs, chosen, onChoose }: Props) {
  const id = useId();
  const [list, setList] = useState<HTMLElement | null>(null);
  const found = tabs.findIndex((tab) => tab.name === chosen);
  const at = Math.max(found, 0);
  const move = (event: KeyboardEvent) => {
    const to = target(event.key, at, tabs.length);
    if (to === null) return;
    event.preventDefault();
    onChoose(tabs[to]?.name ?? chosen);
    list?.querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className="tabs" ref={setList} onKeyDown={move}>
        {tabs.map((tab, index) => (
          <button
            type="button"
            role="tab"
            key={tab.name}
            id={`${id}-${index}`}
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => onChoose(tab.name)}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${at}`}
        className="tab-panel"
      >
        {(tabs[at] ?? tabs[0]).draw()}
      </div>
    </>
  );
}

function target(key: string, at: number, count: number): number | null {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : (at + step + count) % count;
}
