/** The question an app may ask before a press counts. */

import { useId, useRef } from "react";
import { createPortal } from "react-dom";
import type { Json } from "../wire";
import { label, part, text } from "./json";
import type { Question } from "./surface";
import { Text } from "./Text";
import { useTrap } from "./trap";
import "./confirm.css";

export function Confirm({ question }: { readonly question: Question }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { confirm, answer } = question;
  const keys = useTrap(box, () => answer(false));
  const danger = text(confirm, "style") === "danger";
  return createPortal(
    <div className="confirm-shade">
      <div
        ref={box}
        className="confirm"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby={`${id}title`}
        aria-describedby={`${id}text`}
        onKeyDown={keys}
      >
        <h2 id={`${id}title`}>{label(confirm, "title")}</h2>
        <div id={`${id}text`} className="confirm-text">
          <Said object={part(confirm, "text")} />
        </div>
        <div className="confirm-buttons">
          <button type="button" className="push" onClick={() => answer(false)}>
            {label(confirm, "deny") || "Cancel"}
          </button>
          <button
            type="button"
            className={`push ${danger ? "danger" : "primary"}`}
            data-first
            onClick={() => answer(true)}
          >
            {label(confirm, "confirm") || "Yes"}
          </button>
        </div>
      </div>
    </div>,
    document.body,
  );
}

function Said({ object }: { readonly object: Json | null }) {
  return object === null ? null : <Text object={object} />;
}
