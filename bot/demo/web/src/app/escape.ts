import { useEffect } from "react";

const DIALOGS = "dialog[open], [role=dialog], [role=alertdialog]";

/** Do this when Escape was pressed and nothing smaller, such as a list or a dialog, used it. */
export function useEscape(isOn: boolean, leave: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    let isFree = false;
    // Before anybody acts on it: a dialog that closes by this key is gone when the key comes here.
    const before = () => {
      isFree = document.querySelector(DIALOGS) === null;
    };
    const after = (event: KeyboardEvent) => {
      if (event.key === "Escape" && isFree && !event.defaultPrevented) leave();
    };
    window.addEventListener("keydown", before, { capture: true });
    window.addEventListener("keydown", after);
    return () => {
      window.removeEventListener("keydown", before, { capture: true });
      window.removeEventListener("keydown", after);
    };
  }, [isOn, leave]);
}
