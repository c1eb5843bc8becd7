/** Names of emoji. */

/** Names Slack takes for others, and the library does not know. */
const ALIASES: { readonly [name: string]: string } = {
  "+1": "thumbsup",
  "-1": "thumbsdown",
  simple_smile: "slightly_smiling_face",
};

/** Times of day stand between colons too; these names have no letter all the same. */
const NUMBERS = new Set(["+1", "-1", "100"]);

/** Whether a word between two colons is an emoji's name. */
export function isEmoji(word: string): boolean {
  const [name = ""] = word.split("::");
  return NUMBERS.has(name) || /[a-z]/i.test(name);
}

/** The name by which the library knows an emoji; skin tones stay. */
export function knownEmoji(word: string): string {
  const [name = "", ...tone] = word.split("::");
  return [ALIASES[name] ?? name, ...tone].join("::");
}
