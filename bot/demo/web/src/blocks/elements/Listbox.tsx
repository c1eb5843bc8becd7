/** What a typeahead offers just now. */

import { type ReactNode, type RefObject, useEffect } from "react";
import { flat, type Offer, type Offers } from "./offered";
import { usePopup } from "./popup";

interface Props {
  readonly id: string;
  readonly input: RefObject<HTMLElement | null>;
  readonly groups: readonly Offers[];
  /** Said when there is nothing to choose, or no more. */
  readonly word: string;
  readonly active: number;
  readonly chosen: readonly string[];
  readonly many: boolean;
  readonly choose: (offer: Offer) => void;
  readonly close: () => void;
}

export function Listbox(props: Props) {
  const { id, groups, active, choose } = props;
  const box = usePopup(props.input, true, props.close);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active option moves with `active`.
  useEffect(() => {
    box.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [active, box]);
  const places = new Map(flat(groups).map((offer, at) => [offer, at]));
  const drawn = (offer: Offer) => {
    const at = places.get(offer) ?? 0;
    const marks = { isActive: at === active, isChosen: props.chosen.includes(offer.value) };
    return <Option key={offer.value} id={`${id}${at}`} offer={offer} {...marks} choose={choose} />;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus in the input.
    <div
      ref={box}
      popover="manual"
      className="popup listbox"
      // A press of the mouse, on a scroll bar too, must not take the focus from the input.
      onMouseDown={(event) => event.preventDefault()}
    >
      <div
        id={id}
        role="listbox"
        aria-label="Options"
        aria-multiselectable={props.many}
        // The arrows of the input scroll it, so it is no stop of its own.
        tabIndex={-1}
      >
        {groups.map(({ label, offers }) => (
          <Group key={label} label={label}>
            {offers.map(drawn)}
          </Group>
        ))}
      </div>
      <Word word={props.word} />
    </div>
  );
}

function Word({ word }: { readonly word: string }) {
  return (
    <p className="listbox-word" role="status">
      {word}
    </p>
  );
}

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  if (!label) return children;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options, no fieldset.
    <div role="group" aria-label={label}>
      <div className="listbox-heading" aria-hidden="true">
        {label}
      </div>
      {children}
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly offer: Offer;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly choose: (offer: Offer) => void;
}

function Option({ id, offer, isActive, isChosen, choose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the input.
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input.
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      data-active={isActive || undefined}
      onClick={() => choose(offer)}
    >
      {offer.label}
      {offer.description && <span className="choice-description">{offer.description}</span>}
    </div>
  );
}
