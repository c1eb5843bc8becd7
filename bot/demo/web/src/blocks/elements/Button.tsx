/** A button: its own, because the library's can neither be busy nor disabled. */

import { type MouseEvent, useRef } from "react";
import type { Json } from "../../wire";
import { part, safeUrl, text } from "../json";
import { useElementPress } from "../surface";
import { Plain } from "../Text";
import { Warning } from "./Warning";

interface Props {
  readonly block: string;
  readonly element: Json;
}

export function Button({ block, element }: Props) {
  const { press, busy, failed, frozen } = useElementPress(block, element);
  const value = "value" in element ? { value: text(element, "value") } : {};
  const url = safeUrl(text(element, "url"));
  const look = {
    className: `push ${text(element, "style")}`,
    "data-action": text(element, "action_id"),
    "aria-label": text(element, "accessibility_label") || undefined,
    "aria-busy": busy || undefined,
    children: <Plain object={part(element, "text") ?? {}} />,
  };
  return (
    <span className="pressable">
      {url === null || frozen ? (
        <button {...look} type="button" disabled={frozen} onClick={() => press(value)} />
      ) : (
        <LinkButton
          look={look}
          url={url}
          asks={"confirm" in element}
          press={(go) => press(value, go)}
        />
      )}
      {failed && <Warning />}
    </span>
  );
}

interface LinkProps {
  readonly look: object;
  readonly url: string;
  readonly asks: boolean;
  readonly press: (onAgreed: () => void) => Promise<unknown>;
}

/** Opens its address, and the app hears of it. */
function LinkButton({ look, url, asks, press }: LinkProps) {
  const agreed = useRef(false);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (agreed.current) return;
    const anchor = event.currentTarget;
    if (asks) event.preventDefault();
    void press(() => {
      if (!asks) return;
      // The click of a person may have been too long ago for a window; a link needs none.
      agreed.current = true;
      anchor.click();
      agreed.current = false;
    });
  };
  return <a {...look} href={url} target="_blank" rel="noopener noreferrer" onClick={follow} />;
}
