/** The modal on top; those below it keep what was typed into them. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { type Filled, type FormHolder, UNTOUCHED, withHeld } from "../blocks/held";
import type { Standing } from "../blocks/place";
import { usePlay } from "../play";
import type { View } from "../wire";
import { Modal } from "./Modal";

export function ModalStack() {
  const { modals } = usePlay().state;
  const forms = useForms(modals);
  const places = usePlaces(modals);
  useFocusBack(modals.length > 0);
  const top = modals.at(-1);
  if (top === undefined) return null;
  return createPortal(
    <Modal
      key={top.id}
      view={top}
      stacked={modals.length > 1}
      form={forms(top.id)}
      places={places}
    />,
    document.body,
  );
}

/** What the fields of each open modal hold, as long as it is open. */
function useForms(modals: readonly View[]): (view: string) => FormHolder {
  const [filled, fill] = useState<ReadonlyMap<string, Filled>>(new Map());
  const open = modals.map((view) => view.id).join(" ");
  useEffect(() => {
    const ids = open.split(" ");
    fill((now) => new Map([...now].filter(([id]) => ids.includes(id))));
  }, [open]);
  const hold = useCallback((view: string): FormHolder["hold"] => {
    return (...what) =>
      fill((now) => new Map(now).set(view, withHeld(now.get(view) ?? UNTOUCHED, what)));
  }, []);
  return useMemo(
    () => (view) => ({ ...(filled.get(view) ?? UNTOUCHED), hold: hold(view) }),
    [filled, hold],
  );
}

/** Where the keyboard stood last in each open modal. */
function usePlaces(modals: readonly View[]): Map<string, Standing> {
  const [places] = useState(() => new Map<string, Standing>());
  useEffect(() => {
    for (const id of places.keys()) {
      if (!modals.some((view) => view.id === id)) places.delete(id);
    }
  }, [modals, places]);
  return places;
}

/** When the last modal closes, the focus goes back to where it was when the first opened. */
function useFocusBack(open: boolean): void {
  const before = useRef<Element | null>(null);
  if (open && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (open) return;
    const opener = before.current;
    before.current = null;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }, [open]);
}
