/**
 * Business days that a service takes at most by what its carrier publishes, read from the words of its code; null where they say nothing.
 * Class benchmark: what carriers state, not what a shop's own parcels took.
 *
 * Source: service descriptions of USPS, UPS and FedEx, 2025: Ground Advantage and Ground 5 within the contiguous states, Priority Mail 3,
 * Media Mail 8; 3 Day, 2nd Day and Overnight as they are called.
 */
export function serviceDays(code: string): number | null {
  const words = code.toLowerCase().replaceAll("_", " ");
  return DAYS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

// The first that is met counts: a quick word says more than the name of the net it travels in.
const DAYS: readonly (readonly [RegExp, number])[] = [
  [/\b(next day|overnight|priority mail express|express saver overnight|1 ?day)\b/, 1],
  [/\b(2nd day|second day|2 ?day)\b/, 2],
  [/\b(3 ?day|three day|express saver|priority mail)\b/, 3],
  [/\bmedia mail\b/, 8],
  [/\b(ground|home delivery|first class|parcel select|surepost|smartpost)\b/, 5],
];
