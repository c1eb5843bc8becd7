/**
 * One errand at a time.  Of what is asked for meanwhile only the last is run, right afterwards:
 * it is the newest choice, and those before it are no longer wanted.
 */
export function inTurn<What>(run: (what: What) => Promise<unknown>) {
  let isGoing = false;
  let waiting: { readonly what: What } | null = null;
  return async (what: What): Promise<void> => {
    waiting = { what };
    if (isGoing) return;
    isGoing = true;
    try {
      for (let next = taken(); next !== null; next = taken()) await run(next.what);
    } finally {
      isGoing = false;
    }
  };

  function taken() {
    const next = waiting;
    waiting = null;
    return next;
  }
}
