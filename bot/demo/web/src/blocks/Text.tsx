/** Text objects, wherever one may stand. */

import { useMemo } from "react";
import type { Json } from "../wire";
import { plainInline } from "./inline";
import { flag, text, unescaped } from "./json";
import { RichText } from "./Library";
import { mrkdwn } from "./mrkdwn";
import { useReader } from "./reader";

/** A `mrkdwn` or `plain_text` object. */
export function Text({ object }: { readonly object: Json }) {
  if (text(object, "type") === "mrkdwn") {
    return <Marked text={text(object, "text")} autolink={!flag(object, "verbatim")} />;
  }
  return <Plain object={object} />;
}

export function Marked({ text, autolink }: { readonly text: string; readonly autolink: boolean }) {
  const reader = useReader();
  const passages = useMemo(() => mrkdwn(text, reader, autolink), [text, reader, autolink]);
  return <RichText passages={passages} />;
}

/** Unformatted text; only if it holds an emoji's name is the library asked for it. */
export function Plain({ object }: { readonly object: Json }) {
  const plain = text(object, "text");
  const passages = useMemo(() => {
    const elements = plainInline(plain, object.emoji !== false);
    const named = elements.some((piece) => piece.type === "emoji");
    return named ? [{ type: "rich_text_section" as const, elements }] : null;
  }, [plain, object]);
  return passages === null ? unescaped(plain) : <RichText passages={passages} />;
}
