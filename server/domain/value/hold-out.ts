import type { Interval } from "../interval.ts";

/** Touches of a group of records, one count a record. */
export type RecordTouches = { records: number; touches: number; touchesSquared: number };

/** Standard normal deviate of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054;

/** Adds up touches counted per record. */
export function sumTouches(touchesPerRecord: readonly number[]): RecordTouches {
  return {
    records: touchesPerRecord.length,
    touches: touchesPerRecord.reduce((sum, touches) => sum + touches, 0),
    touchesSquared: touchesPerRecord.reduce((sum, touches) => sum + touches * touches, 0),
  };
}

/**
 * Touches avoided on the automated records, judged by records held out at random at the same time.
 *
 * @returns the number avoided with its 95 % interval (two means, unequal variances); null with fewer than 2 records in a group
 */
export function avoidedByHoldOut(automated: RecordTouches, heldOut: RecordTouches): Interval | null {
  if (automated.records < 2 || heldOut.records < 2) return null;
  const point = automated.records * (heldOut.touches / heldOut.records - automated.touches / automated.records);
  const spread = Z95 * automated.records * Math.sqrt(varianceOfMean(automated) + varianceOfMean(heldOut));
  return { low: point - spread, point, high: point + spread };
}

function varianceOfMean({ records, touches, touchesSquared }: RecordTouches): number {
  return Math.max(0, (touchesSquared - (touches * touches) / records) / (records - 1)) / records;
}
