import { useCallback, useSyncExternalStore } from "react";

/** The sidebar is a drawer. */
export const PHONE = "(max-width: 720px)";
/** A pane covers the messages. */
export const NARROW = "(max-width: 960px)";
export const DARK = "(prefers-color-scheme: dark)";

/** Whether a media query holds, now and later. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
