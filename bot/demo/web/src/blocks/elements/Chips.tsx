/** What was chosen so far, each with a button that takes it back. */

interface Props {
  readonly values: readonly string[];
  readonly called: (value: string) => string;
  readonly remove: (value: string) => void;
  readonly frozen: boolean;
}

export function Chips({ values, called, remove, frozen }: Props) {
  if (values.length === 0) return null;
  return (
    <ul className="chips" aria-label="Chosen">
      {values.map((value) => (
        <li key={value}>
          {called(value)}
          <button
            type="button"
            aria-label={`Remove ${called(value)}`}
            disabled={frozen}
            onClick={() => remove(value)}
          >
            <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
