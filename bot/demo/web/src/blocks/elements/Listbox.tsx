/** What a typeahead offers just now. */

import { type ReactNode, useEffect, useRef } from "react";
import { flat, type Offer, type Offers } from "./offered";

interface Props {
  readonly id: string;
  readonly groups: readonly Offers[];
  /** Said when there is nothing to choose, or no more. */
  readonly word: string;
  readonly active: number;
  readonly chosen: readonly string[];
  readonly many: boolean;
  readonly choose: (offer: Offer) => void;
}

export function Listbox({ id, groups, word, active, chosen, many, choose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active option moves with `active`.
  useEffect(() => {
    box.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const places = new Map(flat(groups).map((offer, at) => [offer, at]));
  const drawn = (offer: Offer) => {
    const at = places.get(offer) ?? 0;
    const isChosen = chosen.includes(offer.value);
    const look = { id: `${id}${at}`, isActive: at === active, isChosen };
    return <Option key={offer.value} offer={offer} {...look} choose={choose} />;
  };
  return (
    <div ref={box} className="popup listbox">
      <div id={id} role="listbox" aria-label="Options" aria-multiselectable={many}>
        {groups.map((group) => (
          <Group key={group.label} label={group.label}>
            {group.offers.map(drawn)}
          </Group>
        ))}
      </div>
      <p className="listbox-word" role="status">
        {word}
      </p>
    </div>
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
      // A press of the mouse must not take the focus from the input.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(offer)}
    >
      {offer.label}
      {offer.description && <span className="choice-description">{offer.description}</span>}
    </div>
  );
}
