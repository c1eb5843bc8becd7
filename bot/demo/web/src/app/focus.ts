import { useEffect, useState } from "react";

/**
 * Take the keyboard for what is opened, unless it did so itself, and give it back afterwards,
 * unless it went elsewhere by then.
 */
export function useBorrowedFocus(opened: () => HTMLElement | null | undefined): void {
  const [before] = useState(() => document.activeElement);
  const [find] = useState(() => opened);
  useEffect(() => {
    const own = find();
    if (!own?.contains(document.activeElement)) own?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected && isFree()) before.focus();
    };
  }, [before, find]);
}

/** Whether the keyboard is nowhere, or where nothing can be reached any more. */
function isFree(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || now.closest("[inert]") !== null;
}
