/** Hours of work as text: minutes below one hour, one decimal below ten, whole hours above; more would promise more than is known. */
export function formatHours(hours: number, locale: string): string {
  const unit = unitOf(hours);
  return `${numberIn(hours, unit, locale)}\u00a0${symbol[unit]}`;
}

/**
 * A range of hours in one unit, that of the end farther from 0: "19–26 h", "0.4–3.1 h", "12–40 min".
 * One figure where both ends read the same.
 */
export function formatHoursRange(lowHours: number, highHours: number, locale: string): string {
  const { low, high, unit } = rangeParts(lowHours, highHours, locale);
  return low === high ? `${high}\u00a0${symbol[unit]}` : `${low}\u2013${high}\u00a0${symbol[unit]}`;
}

/** The same range for a sentence or a screen reader: "19 to 26 hours". */
export function sayHoursRange(lowHours: number, highHours: number, locale: string): string {
  const { low, high, unit } = rangeParts(lowHours, highHours, locale);
  if (low !== high) return `${low} to ${high} ${spoken[unit]}`;
  return high === "1" ? `1 ${spoken[unit].slice(0, -1)}` : `${high} ${spoken[unit]}`;
}

type HoursUnit = "minute" | "hour" | "wholeHour";
const symbol = { minute: "min", hour: "h", wholeHour: "h" } as const;
const spoken = { minute: "minutes", hour: "hours", wholeHour: "hours" } as const;

function unitOf(hours: number): HoursUnit {
  const size = Math.abs(hours);
  if (size === 0) return "wholeHour";
  if (Math.round(size * 60) < 60) return "minute";
  return Math.round(size * 10) < 100 ? "hour" : "wholeHour";
}

function numberIn(hours: number, unit: HoursUnit, locale: string): string {
  const value = unit === "minute" ? hours * 60 : hours;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: unit === "hour" ? 1 : 0 }).format(value);
}

function rangeParts(lowHours: number, highHours: number, locale: string) {
  const unit = unitOf(Math.max(Math.abs(lowHours), Math.abs(highHours)));
  return { low: numberIn(lowHours, unit, locale), high: numberIn(highHours, unit, locale), unit };
}
