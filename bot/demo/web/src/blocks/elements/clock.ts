/** What the browser's pickers hold: `datetime-local` ones the time in the device's zone. */

/** @returns For example 2026-11-21T19:30; empty for what is no number. */
export function toLocal(seconds: string): string {
  const date = new Date(Number(seconds || Number.NaN) * 1000);
  if (Number.isNaN(date.getTime())) return "";
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** @returns Unix seconds; empty for what is no date. */
export function fromLocal(local: string): string {
  const at = local ? new Date(local).getTime() : Number.NaN;
  return Number.isNaN(at) ? "" : String(Math.floor(at / 1000));
}

/**
 * What a picker holds by what was entered.
 *
 * Slack's own pickers cannot be emptied where something is needed; a browser's can.
 *
 * @returns undefined for what is not to be held: a half-typed date, or none where one is needed.
 */
export function settled(
  entered: string,
  isValid: boolean,
  isOptional: boolean,
): string | null | undefined {
  if (!isValid) return undefined;
  if (entered !== "") return entered;
  return isOptional ? null : undefined;
}
