import { type KeyboardEvent, type ReactNode, useRef } from "react";

export const TABS = ["Home", "Messages"] as const;
export type Tab = (typeof TABS)[number];

interface TabsProps {
  readonly open: Tab;
  readonly onOpen: (tab: Tab) => void;
  readonly children: ReactNode;
}

/** The two sides of an app: its Home, and the messages with it. */
export function Tabs({ open, onOpen, children }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = open === "Home" ? "Messages" : "Home";
    onOpen(other);
    list.current?.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label="imagebot" ref={list} onKeyDown={onKey}>
        {TABS.map((tab) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            type="button"
            role="tab"
            aria-selected={tab === open}
            aria-controls={tab === open ? "tab-panel" : undefined}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => onOpen(tab)}
          >
            {tab}
          </button>
        ))}
      </div>
      <div id="tab-panel" className="tab-panel" role="tabpanel" aria-labelledby={`tab-${open}`}>
        {children}
      </div>
    </>
  );
}
