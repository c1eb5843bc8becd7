import type { SlashCommand } from "../wire";
import type { Offer } from "./offer";

/** The DOM id of an option, for the field that points to it. */
export function optionId(list: string, command: SlashCommand): string {
  return `${list}${command.command}`;
}

/** The commands that fit what is typed; the keyboard stays in the field. */
export function CommandList({ id, offer }: { readonly id: string; readonly offer: Offer }) {
  if (offer.commands.length === 0) return null;
  return (
    <div className="offer">
      <p className="offer-title" aria-hidden>
        Commands
      </p>
      <div id={id} role="listbox" aria-label="Commands">
        {offer.commands.map((command, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
          <div
            key={command.command}
            id={optionId(id, command)}
            className="option"
            role="option"
            aria-selected={at === offer.at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => offer.choose(command)}
          >
            <b>{command.command}</b> <span className="usage">{command.usage_hint}</span>{" "}
            <span className="meaning">{command.description}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** How the command that is being typed goes on. */
export function CommandHint({ command }: { readonly command: SlashCommand }) {
  return (
    <p className="command-hint">
      <b>{command.command}</b> <span className="usage">{command.usage_hint}</span>
    </p>
  );
}
