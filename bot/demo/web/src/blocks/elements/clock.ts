/** Unix seconds and what `datetime-local` inputs hold, which is in the device's zone. */

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
