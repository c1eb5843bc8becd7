/** The blocks of a message, Home or modal, with everything in them that can be pressed. */

import { type MouseEvent, useMemo, useRef, useState } from "react";
import type { Json, Place } from "../wire";
import { Block } from "./Block";
import { Confirm } from "./Confirm";
import { collected, FormContext, type FormHolder, UNTOUCHED, withHeld } from "./held";
import { part, safeUrl, text } from "./json";
import { useKeptPlace } from "./place";
import { elementOf } from "./prepared";
import { ReaderContext, useCurrentReader } from "./reader";
import { type Surface, SurfaceContext, useNewSurface } from "./surface";
import "./blocks.css";
import "./choices.css";
import "./elements.css";

interface Props {
  readonly blocks: readonly Json[];
  readonly place: Place;
  readonly frozen?: boolean;
  /** What the fields hold, where somebody else wants to know; else it is kept here. */
  readonly form?: FormHolder;
}

export function Blocks({ blocks, place, frozen = false, form }: Props) {
  const reader = useCurrentReader();
  const own = useOwnForm();
  const filled = form ?? own;
  const { surface, question } = useNewSurface(place, frozen, collected(blocks, filled.form));
  return (
    <ReaderContext value={reader}>
      <SurfaceContext value={surface}>
        <FormContext value={filled}>
          <Delegate blocks={blocks} surface={surface} />
          {question && <Confirm question={question} />}
        </FormContext>
      </SurfaceContext>
    </ReaderContext>
  );
}

/** Buttons within what the library draws are heard of here: they carry their `action_id` as id. */
function Delegate({
  blocks,
  surface,
}: {
  readonly blocks: readonly Json[];
  readonly surface: Surface;
}) {
  const box = useRef<HTMLDivElement>(null);
  const keptPlace = useKeptPlace(box);
  const [going] = useState(() => new Set<string>());
  const clicked = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    // A dialog's clicks come by here too: it is our child in React, though not on the page.
    if (!box.current?.contains(target)) return;
    const anchor = target.closest("a");
    if (anchor !== null && safeUrl(anchor.getAttribute("href") ?? "") === null) {
      event.preventDefault();
    }
    const pressed = libraryButton(target, blocks);
    if (pressed !== null) void pressLibrary(pressed, surface, going);
  };
  return (
    <div ref={box} className="blocks" onClickCapture={clicked} {...keptPlace}>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ids that Slack makes up are others after each change, the place is what lasts.
        <Block key={`${at} ${text(block, "type")}`} block={block} />
      ))}
    </div>
  );
}

interface Pressed {
  readonly block: string;
  readonly element: Json;
  readonly button: HTMLElement;
}

function libraryButton(target: HTMLElement, blocks: readonly Json[]): Pressed | null {
  const button = target.closest<HTMLElement>(".slack_blocks_to_jsx button");
  const id = button?.closest("[id]")?.id;
  const block = button?.closest<HTMLElement>("[data-block]")?.dataset.block;
  if (!button || !id || block === undefined) return null;
  const drawn = blocks.find((each) => text(each, "block_id") === block);
  const element = elementOf(drawn ?? {}, id);
  return element === null ? null : { block, element, button };
}

/** @param going The actions whose former press is still under way. */
async function pressLibrary(
  { block, element, button }: Pressed,
  surface: Surface,
  going: Set<string>,
): Promise<void> {
  const action = text(element, "action_id");
  if (surface.frozen || going.has(action)) return;
  going.add(action);
  const url = safeUrl(text(element, "url"));
  if (await surface.agreed(part(element, "confirm"))) {
    if (url !== null) window.open(url, "_blank", "noopener,noreferrer");
    button.ariaBusy = "true";
    await surface.send({ block_id: block, action_id: action, ...sentValue(element, button) });
    button.ariaBusy = null;
  }
  going.delete(action);
}

/** Of a pair of feedback buttons, the value of the one that was pressed. */
function sentValue(element: Json, button: HTMLElement): { value?: string } {
  const second = button.previousElementSibling !== null;
  const pair = part(element, second ? "negative_button" : "positive_button");
  const holder = pair ?? element;
  return "value" in holder ? { value: text(holder, "value") } : {};
}

function useOwnForm(): FormHolder {
  const [filled, fill] = useState(UNTOUCHED);
  return useMemo(
    () => ({ ...filled, hold: (...what) => fill((now) => withHeld(now, what)) }),
    [filled],
  );
}
