import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Pixels above the end that still count as being there. */
const NEAR = 48;

interface Stick {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly inner: RefObject<HTMLDivElement | null>;
  /** Something came while the reader was further up. */
  readonly hasNews: boolean;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
}

/**
 * Keep a scrolled box at its end while its reader is there.
 *
 * @param newest Name of the last thing in it; a greater one is news.
 */
export function useStick(newest: string): Stick {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = useRef(newest);
  const [hasNews, change] = useState(false);

  const toEnd = useCallback(() => {
    isAtEnd.current = true;
    change(false);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    if (box.current === null) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
    if (isAtEnd.current) change(false);
  }, []);

  useLayoutEffect(() => {
    const isNews = newest > last.current;
    last.current = newest;
    if (isAtEnd.current) toEnd();
    else if (isNews) change(true);
  }, [newest, toEnd]);

  useEffect(() => {
    // What is drawn late, such as a picture, makes the content longer without a message.
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
    for (const part of [box.current, inner.current]) if (part) observer.observe(part);
    return () => observer.disconnect();
  }, [toEnd]);

  return { box, inner, hasNews, toEnd, onScroll };
}
