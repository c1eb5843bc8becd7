/** What Slack's client finds wrong with a modal before it sends it. */

import type { Json } from "../wire";
import { type Form, type Held, held } from "./held";
import { number, part, text } from "./json";

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** By `block_id`; what the app is to judge is left to it. */
export function mistakes(blocks: readonly Json[], form: Form): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const block of blocks) {
    const element = part(block, "element");
    if (text(block, "type") !== "input" || element === null) continue;
    const wrong = mistake(block, element, held(block, element, form));
    if (wrong !== null) found.set(text(block, "block_id"), wrong);
  }
  return found;
}

function mistake(block: Json, element: Json, value: Held): string | null {
  const type = text(element, "type");
  if (type === "file_input") return null;
  if (value === null || value.length === 0) {
    return block.optional === true ? null : "Please complete this required field.";
  }
  if (typeof value !== "string") return null;
  switch (type) {
    case "number_input":
      return wrongNumber(element, value);
    case "email_text_input":
      return EMAIL.test(value) ? null : "Please enter an email address.";
    case "url_text_input":
      return URL.canParse(value) ? null : "Please enter a web address, with https:// in front.";
    case "plain_text_input":
      return wrongLength(element, value);
    default:
      return null;
  }
}

function wrongLength(element: Json, value: string): string | null {
  const least = number(element, "min_length") ?? 0;
  const most = number(element, "max_length") ?? 3000;
  if (value.length < least) return `Please enter at least ${least} characters.`;
  return value.length > most ? `Please enter at most ${most} characters.` : null;
}

function wrongNumber(element: Json, value: string): string | null {
  const decimal = element.is_decimal_allowed === true;
  if (!(decimal ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value)) {
    return decimal ? "Please enter a number." : "Please enter a whole number.";
  }
  const least = number(element, "min_value");
  const most = number(element, "max_value");
  if (least !== null && Number(value) < least) return `Please enter ${least} or more.`;
  return most !== null && Number(value) > most ? `Please enter ${most} or less.` : null;
}
