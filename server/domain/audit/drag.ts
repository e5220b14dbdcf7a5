import type { Interval } from "../interval.ts";
import type { Drag } from "./audit.ts";

const WEEKS_A_YEAR = 52;

/**
 * What the minutes of a window cost a year: 52 x hours a week x loaded rate, split into first-time work and rework.
 *
 * @param reworkMinutes the part of the minutes spent on repeating an activity of its case
 * @returns minor units, each figure rounded once; labour is what the total leaves after rework. Figures of several activities
 *   are made from their summed minutes, so they may differ from the sum of rounded figures by a few minor units.
 */
export function dragOf(input: {
  minutes: Interval;
  reworkMinutes: Interval;
  weeks: number;
  loadedRate: { minorPerHour: number; currency: string };
}): Drag {
  const { minutes, reworkMinutes, weeks, loadedRate } = input;
  const yearly = (value: number) => Math.round((WEEKS_A_YEAR * value * loadedRate.minorPerHour) / 60 / weeks);
  const totalMinor = each(minutes, yearly);
  const reworkMinor = each(reworkMinutes, yearly);
  const labourMinor = each(subtract(minutes, reworkMinutes), yearly);
  return { currency: loadedRate.currency, labourMinor, reworkMinor, delayMinor: null, cashLossMinor: null, totalMinor };
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
