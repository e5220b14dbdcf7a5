import type { Interval } from "../interval.ts";
import { Z95 } from "./hold-out.ts";

/** Touches and volume of one unit (a channel, a warehouse, a supplier) in one period. Periods are numbered in order. */
export type UnitPeriod = { unit: string; period: number; touches: number; volume: number };

/**
 * Touches avoided by an automation that was switched on unit by unit.
 *
 * Touches per volume of a switched unit, since the period before its switch, against the same change of the units not yet switched
 * (Callaway and Sant'Anna 2021, weighted by volume); times its volume. Assumes that without the switch both would have changed alike.
 * The 95 % interval is the jackknife over units.
 *
 * @param switchedOn first period with the automation, by unit; a unit that is missing was never switched
 * @returns null when no switched period can be compared, or leaving one unit out leaves nothing to compare
 */
export function avoidedByDifferences(observations: readonly UnitPeriod[], switchedOn: ReadonlyMap<string, number>): Interval | null {
  const units = [...new Set(observations.map(({ unit }) => unit))];
  const point = avoided(observations, switchedOn);
  if (point === null) return null;
  const without: number[] = [];
  for (const unit of units) {
    const estimate = avoided(
      observations.filter((observation) => observation.unit !== unit),
      switchedOn,
    );
    if (estimate !== null) without.push(estimate.perVolume);
  }
  if (without.length < units.length || units.length < 3) return null;
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const variance = ((without.length - 1) / without.length) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Z95 * Math.sqrt(variance) * point.volume;
  const total = point.perVolume * point.volume;
  return { low: total - spread, point: total, high: total + spread };
}

function avoided(
  observations: readonly UnitPeriod[],
  switchedOn: ReadonlyMap<string, number>,
): { perVolume: number; volume: number } | null {
  const byPeriod = Map.groupBy(observations, ({ period }) => period);
  let touches = 0;
  let volume = 0;
  for (const [unit, start] of switchedOn) {
    const before = byPeriod.get(start - 1)?.find((observation) => observation.unit === unit);
    if (before === undefined || before.volume === 0) continue;
    for (const now of observations) {
      if (now.unit !== unit || now.period < start || now.volume === 0) continue;
      const waiting = (observation: UnitPeriod) => (switchedOn.get(observation.unit) ?? Infinity) > now.period;
      const controlBefore = rate((byPeriod.get(start - 1) ?? []).filter(waiting));
      const controlNow = rate((byPeriod.get(now.period) ?? []).filter(waiting));
      if (controlBefore === null || controlNow === null) continue;
      const effect = now.touches / now.volume - before.touches / before.volume - (controlNow - controlBefore);
      touches -= effect * now.volume;
      volume += now.volume;
    }
  }
  return volume === 0 ? null : { perVolume: touches / volume, volume };
}

function rate(observations: readonly UnitPeriod[]): number | null {
  const volume = observations.reduce((sum, observation) => sum + observation.volume, 0);
  return volume === 0 ? null : observations.reduce((sum, observation) => sum + observation.touches, 0) / volume;
}
