/** Keeps the keyboard in a dialog, and gives the focus back when it closes. */

import { type KeyboardEvent, type RefObject, useEffect } from "react";

const REACHED = 'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])';

/** What Tab reaches in a box, in order. */
export function reached(box: HTMLElement): readonly HTMLElement[] {
  const all = box.querySelectorAll<HTMLElement>(REACHED);
  return [...all].filter((one) => !one.matches(":disabled, [hidden] *") && one.tabIndex >= 0);
}

/**
 * The focus goes to what is marked `data-first`, or else to the box.
 *
 * @returns For the box's `onKeyDown`.
 */
export function useTrap(box: RefObject<HTMLElement | null>, leave: () => void) {
  useEffect(() => {
    const before = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>("[data-first]") ?? box.current;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [box]);
  return (event: KeyboardEvent) => {
    // A dialog's keys are its own, also where it was opened from inside another.
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
    if (event.key === "Tab" && box.current !== null) turn(event, reached(box.current));
  };
}

function turn(event: KeyboardEvent, all: readonly HTMLElement[]): void {
  const [from, to] = event.shiftKey ? [all.at(0), all.at(-1)] : [all.at(-1), all.at(0)];
  const inside = all.includes(document.activeElement as HTMLElement);
  if (inside && document.activeElement !== from) return;
  event.preventDefault();
  to?.focus();
}
