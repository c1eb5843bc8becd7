/** The menu behind three dots. */

import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import type { Json } from "../../wire";
import { part, parts, safeUrl, text } from "../json";
import { useElementPress } from "../surface";
import { Plain } from "../Text";
import { usePopup } from "./popup";
import { Warning } from "./Warning";

interface Props {
  readonly block: string;
  readonly element: Json;
}

const STEPS: { readonly [key: string]: (at: number, last: number) => number } = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

export function Overflow({ block, element }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { press, busy, failed, frozen } = useElementPress(block, element);
  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };
  const choose = (option: Json) => {
    close(true);
    void press({ option: text(option, "value") }, () => follow(option));
  };
  return (
    <span className="pressable overflow">
      <button
        ref={button}
        type="button"
        className="push dots"
        data-action={text(element, "action_id")}
        aria-label={text(element, "accessibility_label") || "More actions"}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-busy={busy || undefined}
        disabled={frozen}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && <Choices id={id} button={button} element={element} choose={choose} close={close} />}
      {failed && <Warning />}
    </span>
  );
}

function follow(option: Json): void {
  const url = safeUrl(text(option, "url"));
  if (url !== null) window.open(url, "_blank", "noopener,noreferrer");
}

interface ChoicesProps {
  readonly id: string;
  readonly button: RefObject<HTMLElement | null>;
  readonly element: Json;
  readonly choose: (option: Json) => void;
  readonly close: (refocus: boolean) => void;
}

function Choices({ id, button, element, choose, close }: ChoicesProps) {
  const list = usePopup(button, false, () => close(false));
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  useEffect(() => list.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus(), [list]);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") close(true);
    const all = items();
    const next = STEPS[event.key]?.(all.indexOf(event.target as HTMLElement), all.length - 1);
    if (next !== undefined) all[next]?.focus();
    if (event.key === "Tab") close(false);
    if (next === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={list}
      id={id}
      popover="manual"
      role="menu"
      aria-label="More actions"
      className="popup"
      onKeyDown={keys}
      onBlur={(event) => !list.current?.contains(event.relatedTarget) && close(false)}
    >
      {parts(element, "options").map((option) => (
        <button
          key={text(option, "value")}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => choose(option)}
        >
          <Plain object={part(option, "text") ?? {}} />
        </button>
      ))}
    </div>
  );
}
