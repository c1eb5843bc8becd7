/** Slack's sign beside an element whose press went wrong; the words of it were announced. */
export function Warning() {
  return (
    <span className="warning" role="img" aria-label="This did not work" title="This did not work">
      ⚠
    </span>
  );
}
