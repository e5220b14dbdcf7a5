import { dayOf, weekdayOf } from "../calendar.ts";
import { drawsFor, SHOP, startOf } from "./settings.ts";
import type { ShopSettings } from "./settings.ts";

// Sunday first. Mid-week is quiet, Sunday evening is not: the usual shape of a home-goods shop.
const WEEKDAYS = [1.12, 1.1, 0.98, 0.95, 0.96, 0.94, 0.95] as const;
// January first. A spring rise, a summer dip, gifts from November.
const MONTHS = [0.86, 0.88, 0.96, 1.04, 1.06, 0.98, 0.9, 0.92, 0.98, 1.02, 1.2, 1.2] as const;
// Local hours 0 to 23.
const HOURS = [2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 10, 9, 9, 9, 9, 9, 10, 11, 12, 11, 8, 5] as const;
const PROMOTION_EVERY_DAYS = 12;
const PROMOTION_LENGTH_DAYS = 2;
const PROMOTION_LIFT = 1.5;

/** Relative demand of a day: season, weekday and promotion, 1 being an ordinary day. */
function demandFactor(settings: ShopSettings, day: number): number {
  const date = new Date(day * 86_400_000);
  const month = date.getUTCMonth();
  const share = (date.getUTCDate() - 1) / 31;
  const season = (MONTHS[month] ?? 1) * (1 - share) + (MONTHS[(month + 1) % 12] ?? 1) * share;
  return season * (WEEKDAYS[weekdayOf(day)] ?? 1) * (isPromotion(settings, day) ? PROMOTION_LIFT : 1);
}

/** Two days in every twelve, at a place that depends on the seed. */
function isPromotion(settings: ShopSettings, day: number): boolean {
  const block = Math.floor(day / PROMOTION_EVERY_DAYS);
  const first = drawsFor(settings, "promotion", block).integer(0, PROMOTION_EVERY_DAYS - PROMOTION_LENGTH_DAYS);
  const inBlock = day - block * PROMOTION_EVERY_DAYS;
  return inBlock >= first && inBlock < first + PROMOTION_LENGTH_DAYS;
}

/** Mean number of orders of any day, scaled so that the back-fill's mean day is the setting. */
export function demandOf(settings: ShopSettings): (day: number) => number {
  const first = dayOf(SHOP.zone, startOf(settings));
  let sum = 0;
  for (let day = first; day < first + settings.days; day++) sum += demandFactor(settings, day);
  const scale = settings.days > 0 ? (settings.ordersPerDay * settings.days) / sum : settings.ordersPerDay;
  return (day) => scale * demandFactor(settings, day);
}

/** Minutes after midnight at which the orders of a day come in, ascending. */
export function arrivalMinutes(settings: ShopSettings, day: number, meanOrders: number): number[] {
  const random = drawsFor(settings, "arrivals", day);
  const hours = HOURS.map((weight, hour) => [hour, weight] as const);
  const [head, ...tail] = hours;
  if (!head) return [];
  const count = random.poisson(meanOrders);
  return Array.from({ length: count }, () => random.weighted([head, ...tail]) * 60 + random.between(0, 60)).sort((a, b) => a - b);
}
