/** One line of mrkdwn: tokens in angle brackets, code, emoji, emphasis. */

import { isEmoji } from "./emoji";
import { safeUrl, unescaped } from "./json";
import { dated, type Inline, link, type Reader, type Style, words } from "./rich";

/** A character that may still turn out to be formatting, or something already understood. */
type Atom = string | Inline;

const PIECE =
  /<([^<>\n]+)>|`([^`\n]*[^`\s][^`\n]*)`|:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):|(https?:\/\/[^\s<>|]+)/gi;
const MARKS: { readonly [mark: string]: keyof Style } = {
  "*": "bold",
  _: "italic",
  "~": "strike",
};

/**
 * @param autolink Bare addresses become links, as without `verbatim`.
 */
export function inline(line: string, reader: Reader, autolink: boolean): readonly Inline[] {
  return emphasised(atoms(line, reader, autolink), {});
}

/** Text in which only emoji mean something: what `plain_text` is. */
export function plainInline(plain: string, emoji: boolean): readonly Inline[] {
  if (!emoji || !plain.includes(":")) return [words(unescaped(plain))];
  const pieces = plain.split(/(:(?:[+-]1|100|[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*):)/i);
  return pieces.flatMap((piece, at): Inline[] => {
    if (at % 2 === 1) return [{ type: "emoji", name: piece.slice(1, -1) }];
    return piece ? [words(unescaped(piece))] : [];
  });
}

/** Text of a code block: tokens are read, nothing else. */
export function codeInline(code: string, reader: Reader, style?: Style): readonly Inline[] {
  return code
    .split(/(<[^<>\n]+>)/)
    .filter((piece) => piece !== "")
    .map(
      (piece) =>
        (/^<[^<>\n]+>$/.test(piece) ? token(piece.slice(1, -1), reader, style) : null) ??
        words(unescaped(piece), style),
    );
}

function atoms(line: string, reader: Reader, autolink: boolean): readonly Atom[] {
  const found: Atom[] = [];
  let end = 0;
  for (const match of line.matchAll(PIECE)) {
    const understood = piece(match, reader, autolink, line);
    if (understood === null) continue;
    found.push(...unescaped(line.slice(end, match.index)), ...understood.pieces);
    end = match.index + understood.length;
  }
  found.push(...unescaped(line.slice(end)));
  return found;
}

interface Understood {
  readonly pieces: readonly Inline[];
  /** How many characters of the line it takes. */
  readonly length: number;
}

function piece(
  match: RegExpMatchArray,
  reader: Reader,
  autolink: boolean,
  line: string,
): Understood | null {
  const [whole, angle, code, emoji, url] = match;
  const length = whole.length;
  if (angle !== undefined) {
    const read = token(angle, reader);
    return read === null ? null : { pieces: [read], length };
  }
  if (code !== undefined) return { pieces: codeInline(code, reader, { code: true }), length };
  const before = line.charAt((match.index ?? 0) - 1);
  if (isWord(before)) return null;
  if (emoji !== undefined) {
    return isEmoji(emoji) ? { pieces: [{ type: "emoji", name: emoji }], length } : null;
  }
  if (url === undefined || !autolink) return null;
  const address = url.replace(/(?:[.,;:!?'")*_~]|&gt;)+$/, "");
  return { pieces: [link(unescaped(address), "")], length: address.length };
}

/** What stands between `<` and `>`; null for what Slack does not know either. */
export function token(inside: string, reader: Reader, style?: Style): Inline | null {
  const date = /^!date\^(-?\d+)\^([^^|]+)(?:\^([^|]*))?\|(.*)$/.exec(inside);
  if (date !== null) {
    const [, at = "", template = "", url = "", fallback = ""] = date;
    const plain = unescaped(fallback);
    return dated(Number(at), unescaped(template), unescaped(url), plain, reader, style);
  }
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const shown = unescaped(bar < 0 ? "" : inside.slice(bar + 1));
  const styled = style === undefined ? {} : { style };
  if (/^@[UW]\w+$/.test(target)) return { type: "user", user_id: target.slice(1), ...styled };
  if (/^#[CGD]\w+$/.test(target)) return channel(target.slice(1), shown, reader, style);
  if (/^!(here|channel|everyone)$/.test(target)) {
    return { type: "broadcast", range: target.slice(1), ...styled };
  }
  if (target.startsWith("!")) {
    // Of a date or group that cannot be read the fallback is shown.
    return shown ? words(shown, style) : null;
  }
  const url = unescaped(target);
  return shown || safeUrl(url) !== null ? link(url, shown, style) : null;
}

function channel(id: string, shown: string, reader: Reader, style?: Style): Inline {
  if (!reader.channels.has(id)) return words(shown ? `#${shown}` : "a private channel", style);
  return style === undefined
    ? { type: "channel", channel_id: id }
    : { type: "channel", channel_id: id, style };
}

function emphasised(line: readonly Atom[], style: Style): readonly Inline[] {
  const found: Inline[] = [];
  const hopeless = new Set<string>();
  for (let at = 0; at < line.length; at += 1) {
    const atom = line[at] as Atom;
    const end = hopeless.has(atom as string) ? -1 : closing(line, at, style);
    if (end > 0) {
      const mark = MARKS[atom as string] as keyof Style;
      found.push(...emphasised(line.slice(at + 1, end), { ...style, [mark]: true }));
      at = end;
      continue;
    }
    // No later one of this line would find an end either: the look stays linear.
    if (end === 0) hopeless.add(atom as string);
    push(found, atom, style);
  }
  return found;
}

/** Where the emphasis that opens at `at` ends; 0 if it never does, -1 if none opens there. */
function closing(line: readonly Atom[], at: number, style: Style): number {
  const mark = line[at];
  const look = typeof mark === "string" ? MARKS[mark] : undefined;
  if (look === undefined || style[look] || !opens(line, at)) return -1;
  for (let end = at + 2; end < line.length; end += 1) {
    if (line[end] === mark && closes(line, end)) return end;
  }
  return 0;
}

function opens(line: readonly Atom[], at: number): boolean {
  const [before, mark, after] = [line[at - 1], line[at], line[at + 1]];
  if (after === undefined || isBlank(after) || after === mark) return false;
  return before !== mark && !isWord(before);
}

function closes(line: readonly Atom[], at: number): boolean {
  const [before, mark, after] = [line[at - 1], line[at], line[at + 1]];
  return !isBlank(before) && before !== mark && after !== mark && !isWord(after);
}

function isBlank(atom: Atom | undefined): boolean {
  return typeof atom === "string" && /^\s$/.test(atom);
}

function isWord(atom: Atom | undefined): boolean {
  return typeof atom === "string" && /^[\p{L}\p{N}]$/u.test(atom);
}

function push(found: Inline[], atom: Atom, style: Style): void {
  const plain = Object.keys(style).length === 0;
  if (typeof atom !== "string") {
    const own = "style" in atom ? atom.style : undefined;
    found.push(plain || atom.type === "emoji" ? atom : { ...atom, style: { ...style, ...own } });
    return;
  }
  const last = found.at(-1);
  if (last?.type === "text" && !last.style?.code && sameStyle(last.style ?? {}, style)) {
    found[found.length - 1] = { ...last, text: last.text + atom };
  } else {
    found.push(words(atom, plain ? undefined : style));
  }
}

function sameStyle(one: Style, other: Style): boolean {
  return one.bold === other.bold && one.italic === other.italic && one.strike === other.strike;
}
