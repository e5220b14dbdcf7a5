import type { Interval } from "../interval.ts";
import type { Drag } from "./audit.ts";

const WEEKS_A_YEAR = 52;

/**
 * What the minutes of a window cost a year: 52 x hours a week x loaded rate, split into first-time work and rework.
 *
 * @param priced minutes x minor units an hour
 * @param reworkPriced the part of it that was spent on repeating an activity of its case
 * @returns minor units, each figure rounded once; labour is what the total leaves after rework. Figures of several activities
 *   are made from their summed costs, so they may differ from the sum of rounded figures by a few minor units.
 */
export function dragOf(input: { priced: Interval; reworkPriced: Interval; weeks: number; currency: string }): Drag {
  const { priced, reworkPriced, weeks, currency } = input;
  const yearly = (value: number) => Math.round((WEEKS_A_YEAR * value) / 60 / weeks);
  const totalMinor = each(priced, yearly);
  const reworkMinor = each(reworkPriced, yearly);
  const labourMinor = each(subtract(priced, reworkPriced), yearly);
  return { currency, labourMinor, reworkMinor, delayMinor: null, cashLossMinor: null, totalMinor };
}

export const subtract = (a: Interval, b: Interval): Interval => ({
  low: Math.max(0, a.low - b.low),
  point: Math.max(0, a.point - b.point),
  high: Math.max(0, a.high - b.high),
});
export const addIntervals = (a: Interval, b: Interval): Interval => ({
  low: a.low + b.low,
  point: a.point + b.point,
  high: a.high + b.high,
});
export const scale = (interval: Interval, factor: number): Interval => each(interval, (value) => value * factor);
const each = ({ low, point, high }: Interval, change: (value: number) => number): Interval => ({
  low: change(low),
  point: change(point),
  high: change(high),
});
