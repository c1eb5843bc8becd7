/** A message's text in plain words, for those who hear the page and for one-line previews. */

import { unescaped } from "../blocks/json";
import type { User } from "../wire";

const ENTITY = /<([^<>]*)>/g;

/** Links by their labels, people by their names, and Slack's three escapes decoded once. */
export function plain(text: string, users: ReadonlyMap<string, User>): string {
  const words = text.replace(ENTITY, (_, inner: string) => word(inner, users));
  return unescaped(words).replace(/[*~`]/g, "");
}

function word(inner: string, users: ReadonlyMap<string, User>): string {
  const [target = "", label] = inner.split("|", 2);
  if (target.startsWith("@"))
    return `@${label ?? nameOf(users.get(target.slice(1)), target.slice(1))}`;
  if (target.startsWith("#")) return `#${label ?? target.slice(1)}`;
  if (target.startsWith("!")) return label ?? `@${target.slice(1)}`;
  return label ?? target;
}

/** How a person or app is called on the page. */
export function nameOf(user: User | undefined, id: string): string {
  return user?.real_name || user?.name || id;
}
