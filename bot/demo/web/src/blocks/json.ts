/** Reads parts of a block of which nothing is known but that it is JSON. */

import type { Json } from "../wire";

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key, or null. */
export function part(holder: Json, key: string): Json | null {
  const value = holder[key];
  return isJson(value) ? value : null;
}

/** The objects in the list under a key; whatever else is in it is left out. */
export function parts(holder: Json, key: string): readonly Json[] {
  const value = holder[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

export function text(holder: Json, key: string): string {
  const value = holder[key];
  return typeof value === "string" ? value : "";
}

export function number(holder: Json, key: string): number | null {
  const value = Number(holder[key] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

export function flag(holder: Json, key: string): boolean {
  return holder[key] === true;
}

/** What a text object under a key reads, with Slack's three escapes undone. */
export function label(holder: Json, key: string): string {
  const object = part(holder, key);
  return object === null ? "" : unescaped(text(object, "text"));
}

/** Slack decodes these three and nothing else (docs.slack.dev, "Escaping text"). */
export function unescaped(escaped: string): string {
  return escaped.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** An address that a person may be sent to, or null. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/|mailto:)\S+$/i.test(url) ? url : null;
}
