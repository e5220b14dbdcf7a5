import { toUtc as zonedToUtc } from "../kit/time.js";

/** Any time that ShipBob prints, as ISO 8601 in UTC to the millisecond. All are UTC; the stock history leaves the Z out. @throws when it is no time */
export function toUtc(printed: string): string {
  return zonedToUtc(/(Z|[+-]\d{2}:?\d{2})$/i.test(printed.trim()) ? printed : `${printed.trim()}Z`);
}

/** The same, where ShipBob may leave the field out. */
export const toUtcOrNull = (printed: string | null | undefined): string | null => (printed ? toUtc(printed) : null);
