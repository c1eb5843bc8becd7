import { useCallback, useState } from "react";
import { useEscape } from "./escape";
import { NARROW, PHONE, useMedia } from "./media";

/**
 * How the parts of the frame cover each other on a small screen; Escape closes the upper one.
 *
 * @param hasPane Something stands at the right, and `close` takes it away.
 */
export function useCovering(hasPane: boolean, close: () => void) {
  const [isOpen, turn] = useState(false);
  const isPhone = useMedia(PHONE);
  const isNarrow = useMedia(NARROW);
  const pull = useCallback(() => turn(true), []);
  const leave = useCallback(() => turn(false), []);
  const isDrawn = isPhone && isOpen;
  useEscape(hasPane && !isDrawn, close);
  useEscape(isDrawn, leave);
  return {
    isPhone,
    /** The sidebar lies over the rest. */
    isDrawn,
    /** The place that is open cannot be reached just now. */
    isCovered: isDrawn || (isNarrow && hasPane),
    pull,
    leave,
  } as const;
}
