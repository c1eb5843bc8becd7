/** What goes on only while somebody can see the page. */

/** Milliseconds: whoever looks at another tab for a moment misses nothing. */
const MOMENT = 1000;

type Page = Pick<Document, "hidden" | "addEventListener" | "removeEventListener">;

/**
 * Have something under way while the page is seen.
 *
 * A browser has six connections to one host, so a stream for each of many hidden tabs would leave
 * none to act by.
 *
 * @param begin Begins it, and returns what ends it.
 * @returns Ends it for good.
 */
export function whileSeen(page: Page, begin: () => () => void): () => void {
  let end: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout>;
  const halt = () => {
    end?.();
    end = null;
  };
  const look = () => {
    clearTimeout(timer);
    if (page.hidden) timer = setTimeout(halt, MOMENT);
    else end ??= begin();
  };
  page.addEventListener("visibilitychange", look);
  look();
  return () => {
    page.removeEventListener("visibilitychange", look);
    clearTimeout(timer);
    halt();
  };
}
