/** Blocks as the library draws them rightly; everything else of them is drawn here. */

import type { Json } from "../wire";
import { isJson, parts, safeUrl, text, unescaped } from "./json";
import { mrkdwn } from "./mrkdwn";
import { plainWords, type Reader, safeRich } from "./rich";

/** Left out of what the library sees: it would ask, open windows and load pictures by itself. */
const OURS = new Set(["confirm", "hero_image", "icon", "image_url", "slack_file"]);

/** A block without what the library does wrong: texts plain, links safe, no dialogs, no pictures. */
export function prepared(block: Json, reader: Reader): Json {
  return (mended(block, reader) ?? {}) as Json;
}

function mended(value: unknown, reader: Reader): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => mended(item, reader)).filter((item) => item !== null);
  }
  if (!isJson(value)) return value;
  const type = text(value, "type");
  if (type === "mrkdwn" || type === "plain_text") return literal(value, reader);
  if (type === "rich_text")
    return { ...value, elements: safeRich(parts(value, "elements"), reader) };
  if (type === "url" && safeUrl(text(value, "url")) === null) return null;
  if (type === "markdown") return { ...value, text: tamed(text(value, "text")) };
  const entries = Object.entries(value).filter(([key]) => isShown(type, key));
  return Object.fromEntries(entries.map(([key, item]) => [key, mended(item, reader)]));
}

function isShown(type: string, key: string): boolean {
  // A button's address is opened by us, so that the press is sent too.
  return !(type === "button" && key === "url") && !(OURS.has(key) && type !== "icon_button");
}

/** `verbatim` makes the library show a text as it is, which is right for plain words. */
function literal(object: Json, reader: Reader): Json {
  const raw = text(object, "text");
  const shown =
    object.type === "mrkdwn" ? plainWords(mrkdwn(raw, reader), reader) : unescaped(raw);
  return { type: "plain_text", text: shown, verbatim: true };
}

/** Pictures become links, as Slack shows them, and boxes of task lists signs with no control. */
function tamed(markdown: string): string {
  return markdown
    .replace(/!\[/g, "[")
    .replace(/^(\s*[-*+] )\[ \]/gm, "$1☐")
    .replace(/^(\s*[-*+] )\[[xX]\]/gm, "$1☑");
}

/** The pictures of a card, which stand above it by their words. */
export function pictures(block: Json): readonly string[] {
  const own = [block.hero_image, block.icon]
    .filter(isJson)
    .map((image) => text(image, "alt_text"));
  return [...own, ...parts(block, "elements").flatMap(pictures)].filter((alt) => alt !== "");
}

/** The element with this action in a block, however deep it lies. */
export function elementOf(value: unknown, action: string): Json | null {
  if (Array.isArray(value)) {
    return value.map((item) => elementOf(item, action)).find((found) => found !== null) ?? null;
  }
  if (!isJson(value)) return null;
  return value.action_id === action ? value : elementOf(Object.values(value), action);
}
