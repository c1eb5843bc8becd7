import { useCallback, useEffect, useRef } from "react";

/** Do only the last of what comes in quick succession, after a pause of so many milliseconds. */
export function useLater(pause: number): (todo: () => unknown) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (todo) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(todo, pause);
    },
    [pause],
  );
}
