import { useCallback, useEffect, useRef } from "react";

/**
 * Do only the last of what comes in quick succession, after a pause of so many milliseconds.
 *
 * @returns Takes what is to be done; null takes back what still waits.
 */
export function useLater(pause: number): (todo: (() => unknown) | null) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (todo) => {
      clearTimeout(timer.current);
      if (todo !== null) timer.current = setTimeout(todo, pause);
    },
    [pause],
  );
}
