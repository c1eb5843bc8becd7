/** How long a message may be. */

/** Characters; of more, Slack's own composer makes a file. */
export const LONGEST = 4000;

/** By how many characters a text is too long, as the playground counts them: whole ones. */
export function excess(text: string): number {
  const sent = text.trimEnd();
  // There are never more characters than units of UTF-16, and those need no counting.
  return sent.length <= LONGEST ? 0 : Math.max([...sent].length - LONGEST, 0);
}

/** What stands below a text that is too long by so much; empty for none. */
export function tooLong(by: number): string {
  if (by === 0) return "";
  const much = by === 1 ? "1 character" : `${by.toLocaleString("en-GB")} characters`;
  return `${much} too long: Slack takes ${LONGEST.toLocaleString("en-GB")} in one message.`;
}
