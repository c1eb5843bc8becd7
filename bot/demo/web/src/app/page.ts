import { keep, recall } from "./memory";

/**
 * How this page calls itself, before and after it is loaded anew: what was asked for here, such as
 * a modal, is shown in no other tab.
 */
export const PAGE = named();

function named(): string {
  const known = recall("tab", "page");
  if (known !== null) return known;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join("");
  keep("tab", "page", made);
  return made;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
