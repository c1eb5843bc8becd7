interface NamedProps {
  /** Seen, and the beginning of the name. */
  readonly shown: string;
  /** What only those have to be told who do not see where it stands. */
  readonly rest: string;
}

/**
 * Words of which a person who hears the page gets more.
 *
 * The name stands there in one piece: between two pieces a browser may put a blank.
 */
export function Named({ shown, rest }: NamedProps) {
  return (
    <>
      <span aria-hidden>{shown}</span>
      <span className="unseen">{`${shown}${rest}`}</span>
    </>
  );
}
