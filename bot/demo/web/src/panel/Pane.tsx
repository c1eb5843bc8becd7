/** The frame of a panel beside the messages: its name, a way to close it, and what scrolls. */

import { type ReactNode, useId } from "react";
import "./pane.css";

interface Props {
  readonly name: string;
  readonly close: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Pane({ name, close, onClose, children }: Props) {
  const title = useId();
  return (
    <aside className="tool-pane" aria-labelledby={title}>
      <header className="tool-head">
        <h2 id={title}>{name}</h2>
        <button type="button" className="tool-close" aria-label={close} onClick={onClose}>
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      <div className="tool-body">{children}</div>
    </aside>
  );
}
