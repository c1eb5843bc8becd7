/** Keeps a list that opened from a control beside it, in sight, above everything else. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { type Box, placed } from "./placing";

/**
 * @param control What the list belongs to; when it is scrolled out of sight the list closes.
 * @param wide Whether the list is at least as wide as the control.
 * @returns For the list, which has the class `popup` and is a `popover="manual"`.
 */
export function usePopup(
  control: RefObject<HTMLElement | null>,
  wide: boolean,
  close: () => void,
): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const newest = useRef(close);
  useLayoutEffect(() => {
    newest.current = close;
    // What it holds may have become more or less.
    if (control.current && list.current) put(list.current, control.current, wide);
  });
  useEffect(() => {
    const again = () => {
      if (control.current && list.current) put(list.current, control.current, wide);
    };
    const scrolled = (event: Event) => {
      if (!list.current?.contains(event.target as Node)) again();
    };
    window.addEventListener("scroll", scrolled, { capture: true, passive: true });
    window.addEventListener("resize", again);
    window.visualViewport?.addEventListener("resize", again);
    const seen = new IntersectionObserver(([entry]) => {
      if (entry && !entry.isIntersecting) newest.current();
    });
    if (control.current) seen.observe(control.current);
    return () => {
      window.removeEventListener("scroll", scrolled, { capture: true });
      window.removeEventListener("resize", again);
      window.visualViewport?.removeEventListener("resize", again);
      seen.disconnect();
    };
  }, [control, wide]);
  return list;
}

function put(list: HTMLElement, control: HTMLElement, wide: boolean): void {
  // A popover lies above all else, and nothing that scrolls cuts it off.
  if (!list.matches(":popover-open")) list.showPopover();
  const around = control.getBoundingClientRect();
  list.style.minWidth = wide ? `max(180px, ${around.width}px)` : "";
  const scrolled = list.querySelector("[role=listbox]") ?? list;
  const { scrollTop } = scrolled;
  list.style.maxHeight = "none";
  const { width, height } = list.getBoundingClientRect();
  const { left, top, maxHeight } = placed(around, { width, height }, inSight());
  Object.assign(list.style, {
    left: `${left}px`,
    top: `${top}px`,
    maxHeight: `${maxHeight}px`,
  });
  // What is as tall as it likes is not scrolled, and forgets where it was.
  scrolled.scrollTop = scrollTop;
}

/** What is seen of the window: less than all of it under a phone's keyboard. */
function inSight(): Box {
  const seen = window.visualViewport;
  const left = seen?.offsetLeft ?? 0;
  const top = seen?.offsetTop ?? 0;
  const right = left + (seen?.width ?? window.innerWidth);
  const bottom = top + (seen?.height ?? window.innerHeight);
  return { left, top, right, bottom };
}
