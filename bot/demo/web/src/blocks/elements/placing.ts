/** Where a list that opens from a control goes. */

/** Pixels from the left and the top of the window; a `DOMRect` is one too. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly maxHeight: number;
}

/** Pixels between the control and its list, and between the list and the edge of the window. */
const GAP = 4;
const EDGE = 8;
const TALLEST = 260;

/**
 * Below the control, or above it where it does not fit below and there is more room above.
 *
 * @param size What the list would like.
 * @param view What of the window is seen.
 */
export function placed(
  control: Box,
  size: { readonly width: number; readonly height: number },
  view: Box,
): Spot {
  const wanted = Math.min(size.height, TALLEST);
  const below = view.bottom - EDGE - (control.bottom + GAP);
  const above = control.top - GAP - (view.top + EDGE);
  const isUp = wanted > below && above > below;
  const height = Math.min(wanted, Math.max(isUp ? above : below, 0));
  const top = isUp ? control.top - GAP - height : control.bottom + GAP;
  return {
    left: clamped(control.left, view.left + EDGE, view.right - EDGE - size.width),
    top: clamped(top, view.top + EDGE, view.bottom - EDGE - height),
    maxHeight: height,
  };
}

/** Where both cannot be, the smallest counts. */
function clamped(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), least);
}
