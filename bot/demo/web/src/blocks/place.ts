/** Keeps the keyboard's place while what it stands in is drawn anew. */

import { type RefObject, useLayoutEffect, useRef } from "react";
import { reached } from "./trap";

/** Where the keyboard stands among the controls of a box. */
export interface Standing {
  /** The `action_id` of each; empty for what is no element of the app's. */
  readonly actions: readonly string[];
  readonly at: number;
}

/**
 * Where one stands then among other controls: at the same one, else at what stood before it, else
 * at what stood after it, else in the same place; -1 if nowhere.
 */
export function nearest(actions: readonly string[], was: Standing): number {
  const last = actions.length - 1;
  const own = was.actions[was.at] ?? "";
  if (own === "") return Math.min(was.at, last);
  const before = was.actions.slice(0, was.at).map((_, back) => was.at - 1 - back);
  const after = was.actions.slice(was.at + 1).map((_, on) => was.at + 1 + on);
  const found = [was.at, ...before, ...after].map((at) => again(actions, was.actions, at));
  // Of rows that have become fewer the last one is still of its kind.
  const best = found[0] === -1 ? actions.lastIndexOf(own) : found[0];
  return [best, ...found].find((at) => at !== undefined && at >= 0) ?? Math.min(was.at, last);
}

/** Where the control is that stood at `at`: the how manyeth of its action it was counts; or -1. */
function again(actions: readonly string[], old: readonly string[], at: number): number {
  const action = old[at];
  if (!action) return -1;
  const nth = old.slice(0, at).filter((one) => one === action).length;
  const same = actions.flatMap((one, now) => (one === action ? [now] : []));
  return same[nth] ?? -1;
}

/** Where the focus is in a box; null if it is not there. */
export function standingIn(box: HTMLElement): Standing | null {
  const controls = reached(box);
  const at = controls.indexOf(document.activeElement as HTMLElement);
  return at < 0 ? null : { actions: controls.map(actionOf), at };
}

/** Give the focus to where it was, or near by: where nothing is left, to what is around. */
export function standAgain(box: HTMLElement, was: Standing): void {
  const controls = reached(box);
  const control = controls[nearest(controls.map(actionOf), was)];
  (control ?? box.closest<HTMLElement>("[tabindex]"))?.focus();
}

/** A message is about to be taken away with the focus in it: the one beside it gets it then. */
function standBeside(box: HTMLElement): void {
  const own = box.closest("article");
  if (own === null) return;
  const all = [...document.querySelectorAll<HTMLElement>("article[tabindex]")];
  const at = all.indexOf(own);
  const beside = [all[at + 1], all[at - 1]];
  queueMicrotask(() => {
    if (isFree()) beside.find((one) => one?.isConnected)?.focus();
  });
}

function isFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** The library marks what it draws by an id. */
function actionOf(control: HTMLElement): string {
  const ours = control.closest<HTMLElement>("[data-action]")?.dataset.action;
  return ours ?? control.closest(".slack_blocks_to_jsx [id]")?.id ?? "";
}

/**
 * When what has the focus is taken away, its like gets it: a control of the same action, or else
 * one that stood beside it.
 *
 * @returns For the box's `onFocus` and `onBlur`.
 */
export function useKeptPlace(box: RefObject<HTMLElement | null>) {
  const was = useRef<{ readonly control: Element; readonly standing: Standing | null } | null>(
    null,
  );
  useLayoutEffect(() => {
    const last = was.current;
    if (last === null || box.current === null) return;
    if (last.control.isConnected) {
      was.current = { ...last, standing: standingIn(box.current) ?? last.standing };
      return;
    }
    was.current = null;
    // The person has gone elsewhere meanwhile, into a dialog for example.
    if (isFree() && last.standing !== null) standAgain(box.current, last.standing);
  });
  useLayoutEffect(() => {
    const leaving = box.current;
    return () => {
      if (leaving?.contains(document.activeElement)) standBeside(leaving);
    };
  }, [box]);
  return {
    onFocus: ({ target }: { readonly target: Element }) => {
      was.current = { control: target, standing: box.current && standingIn(box.current) };
    },
    onBlur: ({ target }: { readonly target: Element }) => {
      // It keeps the focus while only the window has lost it.
      if (document.activeElement !== target) was.current = null;
    },
  };
}
