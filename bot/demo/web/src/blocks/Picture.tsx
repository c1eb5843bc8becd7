/** A picture by its words: no request leaves the machine, so none is loaded. */

interface Props {
  readonly alt: string;
  readonly title?: string;
  readonly small?: boolean;
}

export function Picture({ alt, title = "", small = false }: Props) {
  return (
    <span
      className={small ? "picture small" : "picture"}
      role="img"
      aria-label={alt || title || "Picture"}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M3 4h14v12H3zM3 14l4-5 3 3 3-4 4 5" fill="none" stroke="currentColor" />
      </svg>
      <span>
        {title && <b>{title}</b>}
        {alt || "Picture"}
      </span>
    </span>
  );
}
