import { type KeyboardEvent, useState } from "react";
import { stepped } from "../blocks/elements/typing";
import type { SlashCommand } from "../wire";
import { completed, offered } from "./commands";

/** The list of commands over a composer. */
export interface Offer {
  readonly commands: readonly SlashCommand[];
  /** Which one is chosen. */
  readonly at: number;
  readonly choose: (command: SlashCommand) => void;
  readonly hide: () => void;
  /** Whether the key was meant for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** Offers commands for what stands in the composer; `write` puts another text there. */
export function useOffer(
  text: string,
  commands: readonly SlashCommand[],
  write: (text: string) => void,
): Offer {
  const [hidden, hide] = useState<string | null>(null);
  const [chosen, move] = useState({ text, at: 0 });
  const fitting = hidden === text ? [] : offered(text, commands);
  const at = chosen.text === text ? chosen.at : 0;

  const choose = (command: SlashCommand) => write(completed(command));
  const step = (by: number) => move({ text, at: stepped(at, by, fitting.length) });
  const act = (key: string, command: SlashCommand): boolean => {
    if (key === "ArrowDown") step(1);
    else if (key === "ArrowUp") step(-1);
    else if (key === "Escape") hide(text);
    else if (isChoice(key, text, command)) choose(command);
    else return false;
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    const command = fitting[at];
    if (command === undefined || event.shiftKey || !act(event.key, command)) return false;
    event.preventDefault();
    return true;
  };
  return { commands: fitting, at, choose, hide: () => hide(text), onKey };
}

/** A command that stands there in full is sent by Enter. */
function isChoice(key: string, text: string, command: SlashCommand): boolean {
  return key === "Tab" || (key === "Enter" && text !== command.command);
}
