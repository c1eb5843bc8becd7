/** Rich text as Slack's API has it, which is also what Slack itself makes of mrkdwn. */

import type { Json } from "../wire";
import { dateText, type Moment } from "./dates";
import { part, parts, safeUrl, text } from "./json";

export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

/** A piece of a line. */
export type Inline =
  | { readonly type: "text"; readonly text: string; readonly style?: Style }
  | { readonly type: "link"; readonly url: string; readonly text: string; readonly style?: Style }
  | { readonly type: "user"; readonly user_id: string; readonly style?: Style }
  | { readonly type: "channel"; readonly channel_id: string; readonly style?: Style }
  | { readonly type: "broadcast"; readonly range: string; readonly style?: Style }
  | { readonly type: "emoji"; readonly name: string };

/** A paragraph, a quote or a code block. */
export type Passage = {
  readonly type: "rich_text_section" | "rich_text_quote" | "rich_text_preformatted";
  readonly elements: readonly Inline[];
};

/** Who reads: when, where, and which names they know. */
export interface Reader extends Moment {
  readonly users: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
}

export function words(shown: string, style?: Style): Inline {
  return style === undefined
    ? { type: "text", text: shown }
    : { type: "text", text: shown, style };
}

/** A link if the address may be followed, else its words alone. */
export function link(url: string, shown: string, style?: Style): Inline {
  const safe = safeUrl(url);
  if (safe === null) return words(shown || url, style);
  const bare = { type: "link", url: safe, text: shown || safe } as const;
  return style === undefined ? bare : { ...bare, style };
}

/** A date in the reader's zone, or its fallback. */
export function dated(
  seconds: number,
  template: string,
  url: string,
  fallback: string,
  reader: Moment,
  style?: Style,
): Inline {
  const shown = dateText(seconds, template, reader) ?? (fallback || template);
  return url ? link(url, shown, style) : words(shown, style);
}

/** What a rich text reads, without any look: for labels, and where the library knows no other. */
export function plainWords(passages: readonly Passage[], reader: Reader): string {
  return passages
    .map((passage) => passage.elements.map((piece) => plainPiece(piece, reader)).join(""))
    .join("\n");
}

function plainPiece(piece: Inline, reader: Reader): string {
  switch (piece.type) {
    case "user":
      return `@${reader.users.get(piece.user_id) ?? piece.user_id}`;
    case "channel":
      return `#${reader.channels.get(piece.channel_id) ?? piece.channel_id}`;
    case "broadcast":
      return `@${piece.range}`;
    case "emoji":
      return `:${piece.name}:`;
    default:
      return piece.text;
  }
}

const BLOCKS = new Set([
  "rich_text_section",
  "rich_text_list",
  "rich_text_quote",
  "rich_text_preformatted",
]);
const INLINE = new Set(["text", "user", "channel", "usergroup", "broadcast", "emoji", "color"]);

/** The elements of a `rich_text` block, made fit for the library: safe links, dates as words. */
export function safeRich(elements: readonly Json[], reader: Reader): readonly Json[] {
  return elements.map((element) => {
    const type = text(element, "type");
    if (BLOCKS.has(type))
      return { ...element, elements: safeRich(parts(element, "elements"), reader) };
    if (INLINE.has(type)) return element;
    const style = (part(element, "style") ?? undefined) as Style | undefined;
    if (type === "link") return link(text(element, "url"), text(element, "text"), style);
    if (type !== "date") return words(`[${type || "unknown"}]`);
    return dated(
      Number(element.timestamp),
      text(element, "format"),
      text(element, "url"),
      text(element, "fallback"),
      reader,
      style,
    );
  });
}
