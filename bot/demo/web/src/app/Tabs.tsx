/** Tabs with one panel; arrows move between them, as the ARIA practices describe. */

import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { stepped } from "../blocks/elements/typing";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly draw: () => ReactNode;
}

interface Props<Name extends string> {
  readonly label: string;
  readonly tabs: readonly [Tab<Name>, ...Tab<Name>[]];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

export function Tabs<Name extends string>({ label, tabs, chosen, onChoose }: Props<Name>) {
  const id = useId();
  const found = tabs.findIndex((tab) => tab.name === chosen);
  const at = Math.max(found, 0);
  return (
    <>
      <List id={id} label={label} tabs={tabs} at={at} onChoose={onChoose} />
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

interface ListProps<Name extends string> extends Omit<Props<Name>, "chosen"> {
  readonly id: string;
  /** Which one is chosen. */
  readonly at: number;
}

function List<Name extends string>({ id, label, tabs, at, onChoose }: ListProps<Name>) {
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    const to = target(event.key, at, tabs.length);
    const tab = to === null ? undefined : tabs[to];
    if (tab === undefined) return;
    event.preventDefault();
    onChoose(tab.name);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[tabs.indexOf(tab)]?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className="tabs" ref={list} onKeyDown={onKey}>
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
  );
}

/** Which tab a key leads to, of so many; null for a key that leads nowhere. */
export function target(key: string, at: number, count: number): number | null {
  switch (key) {
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "ArrowLeft":
      return stepped(at, -1, count);
    case "ArrowRight":
      return stepped(at, 1, count);
    default:
      return null;
  }
}
