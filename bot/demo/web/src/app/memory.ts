/** What the page remembers of its own; a browser that forbids that just forgets. */

type Kind = "tab" | "browser";

const PREFIX = "imagebot-playground-";

/** `tab` lasts as long as the tab, so that two tabs can be two people; `browser` lasts on. */
export function recall(kind: Kind, name: string): string | null {
  return tried(() => storage(kind).getItem(PREFIX + name)) ?? null;
}

/** Null forgets. */
export function keep(kind: Kind, name: string, value: string | null): void {
  tried(() =>
    value === null
      ? storage(kind).removeItem(PREFIX + name)
      : storage(kind).setItem(PREFIX + name, value),
  );
}

function storage(kind: Kind): Storage {
  return kind === "tab" ? sessionStorage : localStorage;
}

function tried<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
