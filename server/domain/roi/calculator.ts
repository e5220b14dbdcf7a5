import { roundHalfEven } from "./minor-units.ts";

/**
 * The ten-second calculator: a task done by hand, priced for a year. Needs no connection and no audit.
 *
 * @param task times a day, minutes each time, working days a year, loaded rate in minor units an hour
 * @returns hours a year, hours a week of a five-day week, and the cost a year in minor units
 */
export function priceOfTask(task: { timesPerDay: number; minutesEach: number; daysPerYear: number; rateMinorPerHour: number }): {
  hoursPerYear: number;
  hoursPerWeek: number;
  costMinorPerYear: number;
} {
  const hoursPerDay = (task.timesPerDay * task.minutesEach) / 60;
  const hoursPerYear = hoursPerDay * task.daysPerYear;
  return { hoursPerYear, hoursPerWeek: hoursPerDay * 5, costMinorPerYear: roundHalfEven(hoursPerYear * task.rateMinorPerHour) };
}

/** Cost a year of so many hours every week: 52 x hours x rate, in minor units. */
export function priceOfWeeklyHours(hoursPerWeek: number, rateMinorPerHour: number): number {
  return roundHalfEven(52 * hoursPerWeek * rateMinorPerHour);
}

/**
 * Loaded rate from a wage: wage / (1 - benefit share), in minor units an hour, not rounded.
 *
 * @param benefitShare benefits as a share of total compensation, 0 <= share < 1; about 0.30 for US private industry (BLS ECEC)
 * @throws RangeError outside that range
 */
export function loadedRate(wageMinorPerHour: number, benefitShare: number): number {
  if (!(benefitShare >= 0 && benefitShare < 1)) throw new RangeError(`benefit share must be at least 0 and below 1, got ${benefitShare}`);
  return wageMinorPerHour / (1 - benefitShare);
}
