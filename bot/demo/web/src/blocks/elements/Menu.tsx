/** A menu with one choice: the browser's own, which every keyboard and phone knows. */

import type { ChangeEvent, KeyboardEvent } from "react";
import { usePlay } from "../../play";
import { type ElementProps, named, one, placeholder, useField } from "./field";
import { type Offer, offered } from "./offered";
import { Warning } from "./Warning";

export function Menu(props: ElementProps) {
  const { now, choose, busy, failed, frozen } = useField(props);
  const { state } = usePlay();
  const { element, optional } = props;
  const chosen = (event: ChangeEvent<HTMLSelectElement>) =>
    choose("option", event.target.value || null);
  return (
    <span className="pressable">
      <select
        {...named(props)}
        className="menu"
        value={one(now)}
        disabled={frozen}
        aria-busy={busy || undefined}
        onChange={chosen}
        onKeyDown={opened}
      >
        <option value="" disabled={!optional} hidden={!optional}>
          {placeholder(element) || "Choose"}
        </option>
        {offered(element, state).map((group) =>
          group.label ? (
            <optgroup key={group.label} label={group.label}>
              {group.offers.map(choice)}
            </optgroup>
          ) : (
            group.offers.map(choice)
          ),
        )}
      </select>
      {failed && <Warning />}
    </span>
  );
}

/** A key that would change a closed menu, and so press it unseen, opens it instead. */
function opened(event: KeyboardEvent<HTMLSelectElement>): void {
  if (!changes(event)) return;
  event.preventDefault();
  event.currentTarget.showPicker();
}

export function changes({
  key,
  altKey,
  ctrlKey,
  metaKey,
}: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey">): boolean {
  if (altKey || ctrlKey || metaKey || key === " ") return false;
  return [...key].length === 1 || /^(Arrow|Page|Home$|End$)/.test(key);
}

function choice(offer: Offer) {
  const words = offer.description ? `${offer.label} – ${offer.description}` : offer.label;
  return (
    <option key={offer.value} value={offer.value}>
      {words}
    </option>
  );
}
