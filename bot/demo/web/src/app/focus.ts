import { useEffect, useState } from "react";

/** Take the keyboard for what is opened, unless it did so itself, and give it back afterwards. */
export function useBorrowedFocus(opened: () => HTMLElement | null | undefined): void {
  const [before] = useState(() => document.activeElement);
  const [find] = useState(() => opened);
  useEffect(() => {
    const own = find();
    if (!own?.contains(document.activeElement)) own?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [before, find]);
}
