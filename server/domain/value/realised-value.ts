import type { Interval } from "../interval.ts";
import { roundHalfEven } from "../roi/minor-units.ts";

/**
 * Money realised: avoided touches x measured minutes / 60 x rate x capture, in whole minor units.
 *
 * @param avoidedTouches may be negative: then the automation made work
 * @param minutesPerTouch as measured, with its interval, not negative
 * @param captureRate share of the hours that carry money, 0..1
 * @returns low takes the unfavourable ends of both intervals, high the favourable ones: a cautious range
 */
export function realisedValue(
  avoidedTouches: Interval,
  minutesPerTouch: Interval,
  rateMinorPerHour: number,
  captureRate: number,
): Interval {
  const money = (touches: number, minutes: number) => roundHalfEven(((touches * minutes) / 60) * rateMinorPerHour * captureRate);
  const { low: least, high: most } = minutesPerTouch;
  return {
    low: money(avoidedTouches.low, avoidedTouches.low < 0 ? most : least),
    point: money(avoidedTouches.point, minutesPerTouch.point),
    high: money(avoidedTouches.high, avoidedTouches.high < 0 ? least : most),
  };
}
