/** Menus one types in: those of the app's own data, and all with several choices. */

import { type KeyboardEvent, type RefObject, useId, useRef } from "react";
import { Chips } from "./Chips";
import { type ElementProps, named, one, placeholder } from "./field";
import { Listbox } from "./Listbox";
import { KEYS, useTyping } from "./typing";
import { Warning } from "./Warning";

export function Typeahead(props: ElementProps) {
  const it = useTyping(props);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const remove = (value: string) => {
    it.remove(value);
    input.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices that the focus has left.
    <div
      className="typeahead"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && it.close()}
    >
      {it.many && (
        <Chips values={it.chosen} called={it.called} remove={remove} frozen={it.field.frozen} />
      )}
      <Entry {...props} it={it} input={input} list={list} />
      {it.open && <Listbox id={list} input={input} {...it} />}
      {it.field.failed && <Warning />}
    </div>
  );
}

interface EntryProps extends ElementProps {
  readonly it: ReturnType<typeof useTyping>;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly list: string;
}

function Entry({ it, input, list, ...props }: EntryProps) {
  const { open, active, field } = it;
  const keys = (event: KeyboardEvent) => {
    const todo = KEYS[event.key]?.(it, props.optional);
    if (!todo) return;
    event.preventDefault();
    event.stopPropagation();
    todo();
  };
  return (
    <input
      {...named(props)}
      ref={input}
      className="entry menu"
      role="combobox"
      aria-expanded={open}
      aria-controls={open ? list : undefined}
      aria-autocomplete="list"
      aria-activedescendant={open && it.offers[active] ? `${list}${active}` : undefined}
      aria-busy={field.busy || undefined}
      autoComplete="off"
      disabled={field.frozen}
      placeholder={placeholder(props.element) || "Choose"}
      value={open || it.many ? it.typed : it.called(one(field.now))}
      onClick={it.show}
      onChange={(event) => it.write(event.target.value)}
      onKeyDown={keys}
    />
  );
}
