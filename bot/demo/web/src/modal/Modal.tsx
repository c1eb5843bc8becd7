/** One modal in Slack's frame. */

import { type FormEvent, useEffect, useId, useRef } from "react";
import { Blocks } from "../blocks/Blocks";
import type { FormHolder } from "../blocks/held";
import { ErrorsContext } from "../blocks/Input";
import { useTrap } from "../blocks/trap";
import { usePlay } from "../play";
import { close as closeView } from "../server";
import type { View } from "../wire";
import { useSubmission } from "./submission";
import "./modal.css";

interface Props {
  readonly view: View;
  /** Another modal lies below. */
  readonly stacked: boolean;
  readonly form: FormHolder;
}

export function Modal({ view, stacked, form }: Props) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { state, act } = usePlay();
  const { submit, busy, errors, stray } = useSubmission(view, form, box);
  const close = (all: boolean) => void act(closeView(state.me, view.id, all));
  const keys = useTrap(box, () => close(false));
  useFirstField(box, view.hash);
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
      >
        <form noValidate onSubmit={submitted} aria-busy={busy}>
          <Head id={id} view={view} stacked={stacked} close={close} />
          <div className="modal-body">
            {stray && (
              <p role="alert" className="input-error">
                {stray}
              </p>
            )}
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

/** The first field has the focus when a modal opens, and when a redrawn one has lost it. */
function useFirstField(box: React.RefObject<HTMLDivElement | null>, hash: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash says that it was redrawn.
  useEffect(() => {
    const modal = box.current;
    if (modal === null) return;
    const focused = document.activeElement;
    if (focused !== modal && modal.contains(focused)) return;
    modal.querySelector<HTMLElement>(".modal-body :is(input, select, textarea)")?.focus();
  }, [box, hash]);
}
