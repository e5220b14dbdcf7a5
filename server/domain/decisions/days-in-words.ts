const HOURS_A_DAY = 24;
const IN_HOURS: Readonly<Record<string, number>> = { minutes: 1 / 60, hours: 1 };

/**
 * A long time in days, to the half, since nobody reads many minutes or hours: "2.5 days" for 60 hours, "about 2.5 days" for 61.
 *
 * @returns null below two days, and for what is not counted in minutes or hours
 */
export function daysInWords(value: number, unit: string | null): string | null {
  const days = (value * (IN_HOURS[unit ?? ""] ?? 0)) / HOURS_A_DAY;
  if (days < 2) return null;
  const halves = Math.round(days * 2) / 2;
  // Minutes in hours are no whole numbers.
  return `${Math.abs(halves - days) < 1e-9 ? "" : "about "}${halves} days`;
}
