/** Sending a modal, and what comes back. */

import { type RefObject, useEffect, useRef, useState } from "react";
import { collected, type FormHolder } from "../blocks/held";
import { text } from "../blocks/json";
import { mistakes } from "../blocks/mistakes";
import { usePlay } from "../play";
import { submit as send } from "../server";
import type { View } from "../wire";
import { isGone } from "./leaving";

type Errors = ReadonlyMap<string, string>;

const NONE: Errors = new Map();

export function useSubmission(view: View, form: FormHolder, box: RefObject<HTMLElement | null>) {
  const { state, act, forget } = usePlay();
  const [errors, setErrors] = useState(NONE);
  const [busy, setBusy] = useState(false);
  const open = useRef(true);
  const isGoing = useRef(false);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  // A redrawn modal is a new one to the person: what was wrong with the old one is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash says that it was redrawn.
  useEffect(() => setErrors(NONE), [view.hash]);
  useEffect(() => {
    if (errors.size > 0) firstWrong(box.current)?.focus();
  }, [errors, box]);
  const submit = async () => {
    if (isGoing.current) return;
    const wrong = mistakes(view.blocks, form.form);
    setErrors(wrong);
    if (wrong.size > 0) return;
    isGoing.current = true;
    setBusy(true);
    const sent = send(state.me, view.id, collected(view.blocks, form.form));
    const done = await act(forgetting(sent, () => forget(view.id)));
    isGoing.current = false;
    if (!open.current) return;
    setBusy(false);
    setErrors(new Map(Object.entries(done?.errors ?? {})));
  };
  return { submit, busy, errors, stray: stray(view, errors) };
}

/** A modal that the playground does not know (any more) goes away here too; the person is told. */
async function forgetting<T>(sent: Promise<T>, forget: () => void): Promise<T> {
  try {
    return await sent;
  } catch (reason) {
    if (isGone(reason)) forget();
    throw reason;
  }
}

/** What is said of blocks that are not shown (any more). */
export function stray(view: View, errors: Errors): string {
  const shown = new Set(view.blocks.map((block) => text(block, "block_id")));
  return [...errors].flatMap(([block, error]) => (shown.has(block) ? [] : [error])).join(" ");
}

function firstWrong(box: HTMLElement | null): HTMLElement | null {
  const fields = ":is(input, select, textarea, button)";
  return box?.querySelector<HTMLElement>(`[data-wrong] ${fields}`) ?? null;
}
