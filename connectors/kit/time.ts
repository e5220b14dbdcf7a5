/**
 * Any time a vendor prints, with a zone, as ISO 8601 in UTC to the millisecond.
 *
 * @throws when the text is no time, or has no zone: a local time would silently be a wrong one
 */
export function toUtc(text: string): string {
  if (!/(Z|[+-]\d{2}:?\d{2})$/i.test(text.trim())) throw new Error(`"${text}" has no time zone`);
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new Error(`"${text}" is not a time`);
  return new Date(milliseconds).toISOString();
}

/** The same, where the vendor may leave the field out. */
export function toUtcOrNull(text: string | null | undefined): string | null {
  return text ? toUtc(text) : null;
}

/** A time so many minutes before another, both ISO 8601. */
export function minutesBefore(iso: string, minutes: number): string {
  return new Date(Date.parse(iso) - minutes * 60_000).toISOString();
}

/** The later of two ISO 8601 times; null counts as earliest. */
export function later(a: string | null, b: string): string {
  return a !== null && Date.parse(a) >= Date.parse(b) ? a : b;
}
