/** One modal in Slack's frame. */

import { type FormEvent, useEffect, useId, useRef } from "react";
import { Blocks } from "../blocks/Blocks";
import type { FormHolder } from "../blocks/held";
import { ErrorsContext } from "../blocks/Input";
import { type Standing, standAgain, standingIn } from "../blocks/place";
import { useTrap } from "../blocks/trap";
import type { View } from "../wire";
import { useLeave } from "./leaving";
import { useSubmission } from "./submission";
import "./modal.css";

interface Props {
  readonly view: View;
  /** Another modal lies below. */
  readonly stacked: boolean;
  readonly form: FormHolder;
  /** Where the keyboard stood last in each modal, by its id. */
  readonly places: Map<string, Standing>;
}

export function Modal({ view, stacked, form, places }: Props) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { submit, busy, errors, stray } = useSubmission(view, form, box);
  const close = useLeave(view);
  const keys = useTrap(box, () => close(false));
  const keepPlace = useFirstField(box, view, places);
  const submitted = (event: FormEvent) => {
    event.preventDefault();
    if (view.submit !== undefined && !view.submit_disabled) void submit();
  };
  return (
    <div className="modal-shade">
      <div
        ref={box}
        className="modal"
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        tabIndex={-1}
        onKeyDown={keys}
        onFocus={keepPlace}
      >
        <form noValidate onSubmit={submitted} aria-busy={busy}>
          <Head id={id} view={view} stacked={stacked} close={close} />
          <div className="modal-body">
            {stray && <Stray sentence={stray} />}
            <ErrorsContext value={errors}>
              <Blocks blocks={view.blocks} place={{ view: view.id }} form={form} />
            </ErrorsContext>
          </div>
          <Foot view={view} busy={busy} close={close} />
        </form>
      </div>
    </div>
  );
}

interface FrameProps {
  readonly view: View;
  /** Those below it too? */
  readonly close: (all: boolean) => void;
}

function Head({ id, view, stacked, close }: FrameProps & { id: string; stacked: boolean }) {
  return (
    <header className="modal-head">
      {stacked && (
        <button type="button" className="plain" aria-label="Back" onClick={() => close(false)}>
          <span aria-hidden="true">←</span>
        </button>
      )}
      <h2 id={id}>{view.title?.text}</h2>
      <button type="button" className="plain" aria-label="Close" onClick={() => close(true)}>
        <span aria-hidden="true">×</span>
      </button>
    </header>
  );
}

function Foot({ view, busy, close }: FrameProps & { busy: boolean }) {
  return (
    <footer className="modal-foot">
      <button type="button" className="push large" onClick={() => close(false)}>
        {view.close?.text || "Cancel"}
      </button>
      {view.submit && (
        <button
          type="submit"
          className="push large primary"
          disabled={view.submit_disabled || busy}
          aria-busy={busy || undefined}
        >
          {view.submit.text}
        </button>
      )}
    </footer>
  );
}

function Stray({ sentence }: { readonly sentence: string }) {
  return (
    <p role="alert" className="input-error">
      {sentence}
    </p>
  );
}

/**
 * The first field has the focus when a modal opens, and when a redrawn one has lost it; in one
 * that lay below another it goes to where it was.
 *
 * @returns Remembers where it is, for the modal's `onFocus`.
 */
function useFirstField(
  box: React.RefObject<HTMLDivElement | null>,
  { id, hash }: View,
  places: Map<string, Standing>,
): () => void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash says that it was redrawn.
  useEffect(() => {
    const modal = box.current;
    if (modal === null) return;
    const focused = document.activeElement;
    if (focused !== modal && modal.contains(focused)) return;
    const was = places.get(id);
    if (was !== undefined) standAgain(modal, was);
    else modal.querySelector<HTMLElement>(".modal-body :is(input, select, textarea)")?.focus();
  }, [box, id, hash, places]);
  return () => {
    const now = box.current && standingIn(box.current);
    if (now !== null) places.set(id, now);
  };
}
