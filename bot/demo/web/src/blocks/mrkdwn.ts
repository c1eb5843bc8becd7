/**
 * Slack's mrkdwn as rich text.
 *
 * The library has a parser of its own, which is Markdown's: it knows headings, HTML entities and
 * pictures, takes escaped mentions for mentions, and shows a `verbatim` text unformatted.  So
 * every text is read here and handed to it as `rich_text`.
 */

import { codeInline, inline } from "./inline";
import type { Inline, Passage, Reader } from "./rich";

/** Longer than any text Slack takes (40 000 in a message). */
const LONGEST = 40_000;

/**
 * @param autolink Bare addresses become links, as without `verbatim`.
 */
export function mrkdwn(text: string, reader: Reader, autolink = false): readonly Passage[] {
  const pieces = text.slice(0, LONGEST).split("```");
  if (pieces.length % 2 === 0) {
    const unclosed = pieces.splice(-2);
    pieces.push(unclosed.join("```"));
  }
  return pieces.flatMap((piece, at): readonly Passage[] => {
    if (at % 2 === 1) return [code(piece, reader)];
    const before = at < pieces.length - 1 ? piece.replace(/\n$/, "") : piece;
    const between = at > 0 ? before.replace(/^\n/, "") : before;
    return between === "" && pieces.length > 1 ? [] : prose(between, reader, autolink);
  });
}

function code(fenced: string, reader: Reader): Passage {
  const inside = fenced.replace(/^\n/, "").replace(/\n$/, "");
  return { type: "rich_text_preformatted", elements: codeInline(inside, reader) };
}

function prose(text: string, reader: Reader, autolink: boolean): readonly Passage[] {
  const passages: { quoted: boolean; lines: string[] }[] = [];
  let rest = false;
  for (const line of text.split("\n")) {
    const mark: RegExpExecArray | null = rest
      ? null
      : /^(?:&gt;|>)(?:(?:&gt;|>){2})? ?/.exec(line);
    const quoted = rest || mark !== null;
    rest ||= mark !== null && /^(?:&gt;|>){3}/.test(line);
    const shown = mark === null ? line : line.slice(mark[0].length);
    const last = passages.at(-1);
    if (last?.quoted === quoted) last.lines.push(shown);
    else passages.push({ quoted, lines: [shown] });
  }
  return passages.map(({ quoted, lines }) => ({
    type: quoted ? "rich_text_quote" : "rich_text_section",
    elements: joined(lines.map((line) => inline(line, reader, autolink))),
  }));
}

function joined(lines: readonly (readonly Inline[])[]): readonly Inline[] {
  return lines.flatMap((line, at) => (at === 0 ? line : [{ type: "text", text: "\n" }, ...line]));
}
