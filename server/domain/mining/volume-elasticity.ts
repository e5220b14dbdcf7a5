import type { Interval } from "../interval.ts";
import { normalQuantile } from "../effort/normal-quantile.ts";

/** One period, such as a week: orders, and manual minutes or touches. */
export type VolumePoint = { orders: number; manualMinutes: number };

/** elasticity 1: every order needs its hands; 0: work does not grow with orders. */
export type VolumeElasticity = { elasticity: Interval; periods: number };

/**
 * Volume elasticity: % more manual minutes per % more orders, the slope of log minutes on log orders by least squares, with a 90 %
 * interval from heteroscedasticity-robust errors (HC3). Periods without orders or minutes are left out.
 *
 * @returns null with fewer than five periods or orders that do not vary
 */
export function volumeElasticity(points: readonly VolumePoint[]): VolumeElasticity | null {
  const usable = points.filter(({ orders, manualMinutes }) => orders > 0 && manualMinutes > 0);
  const n = usable.length;
  if (n < 5) return null;
  const x = usable.map(({ orders }) => Math.log(orders));
  const y = usable.map(({ manualMinutes }) => Math.log(manualMinutes));
  const meanX = mean(x);
  const meanY = mean(y);
  const squares = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  if (squares < 1e-12) return null;
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0) / squares;
  let meat = 0;
  for (let i = 0; i < n; i += 1) {
    const dx = x[i]! - meanX;
    const leverage = 1 / n + (dx * dx) / squares;
    meat += (dx * ((y[i]! - meanY - slope * dx) / Math.max(0.05, 1 - leverage))) ** 2;
  }
  const half = normalQuantile(0.95) * (Math.sqrt(meat) / squares);
  return { elasticity: { low: slope - half, point: slope, high: slope + half }, periods: n };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
