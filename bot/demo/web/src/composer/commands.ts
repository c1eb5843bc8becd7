/** Which slash commands fit what stands in the composer. */

import type { SlashCommand } from "../wire";

/** Those that begin with the typed word; none once a blank follows it. */
export function offered(text: string, commands: readonly SlashCommand[]): readonly SlashCommand[] {
  if (!/^\/\S*$/.test(text)) return [];
  const typed = text.toLowerCase();
  return commands.filter((command) => command.command.toLowerCase().startsWith(typed));
}

/** The command whose words are being typed, for its usage hint. */
export function begun(text: string, commands: readonly SlashCommand[]): SlashCommand | null {
  if (text.includes("\n")) return null;
  return commands.find((command) => text.startsWith(`${command.command} `)) ?? null;
}

/** What stands in the composer when a command was chosen. */
export function completed(command: SlashCommand): string {
  return `${command.command} `;
}
