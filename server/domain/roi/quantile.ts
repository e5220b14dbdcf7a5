import type { Input } from "./input.ts";

/** Standard normal deviate exceeded by 10 %. */
const Z90 = 1.2815515655446004;
/** Nodes of the table: its error is below 1e-4 in probability, also in the tails. */
const PERT_CELLS = 1024;
/** Steps of the integration behind the table. */
const PERT_STEPS = 128;

/** What an input is worth at probability u: non-decreasing in u, so equal u in two scenarios is common randomness. */
export type Quantile = (u: number) => number;

/**
 * The inverse distribution function of an input.
 *
 * @param pertTables tables already made, by the place of the mode: many inputs of a portfolio share a shape
 * @returns null for an input that is certain
 */
export function quantileOf({ value, distribution }: Input, pertTables = new Map<number, Float64Array>()): Quantile | null {
  if (distribution.kind === "point") return null;
  if (distribution.kind === "lognormal") {
    const { p10, p90 } = distribution;
    const mu = (Math.log(p10) + Math.log(p90)) / 2;
    const sigma = (Math.log(p90) - Math.log(p10)) / (2 * Z90);
    return (u) => Math.exp(mu + sigma * normalQuantile(u));
  }
  const { low, high } = distribution;
  if (low === high) return null;
  if (distribution.kind === "interval") {
    return (u) => (u < 0.5 ? low + 2 * u * (value - low) : value + (2 * u - 1) * (high - value));
  }
  if (distribution.kind === "triangular") {
    const peak = (value - low) / (high - low);
    return (u) =>
      u < peak ? low + Math.sqrt(u * (high - low) * (value - low)) : high - Math.sqrt((1 - u) * (high - low) * (high - value));
  }
  return pertQuantile(low, value, high, pertTables);
}

/** Beta on low..high with shapes 1 + 4 p and 5 - 4 p, p the place of the mode: from a table, with the power law of the density in the tails. */
function pertQuantile(low: number, mode: number, high: number, tables: Map<number, Float64Array>): Quantile {
  const peak = (mode - low) / (high - low);
  const table = tables.get(peak) ?? pertTable(peak);
  tables.set(peak, table);
  const width = high - low;
  const first = table[1]!;
  const last = 1 - table[PERT_CELLS - 1]!;
  return (u) => {
    const place = u * PERT_CELLS;
    const cell = Math.floor(place);
    if (cell < 1) return low + width * first * place ** (1 / (1 + 4 * peak));
    if (cell >= PERT_CELLS - 1) return high - width * last * Math.max(0, PERT_CELLS - place) ** (1 / (5 - 4 * peak));
    return low + width * (table[cell]! + (table[cell + 1]! - table[cell]!) * (place - cell));
  };
}

/**
 * Quantile of the standard normal distribution by Acklam's rational approximation, relative error below 1.2e-9.
 * @param p 0 < p < 1; the ends are taken as 1e-12 and 1 - 1e-12
 */
export function normalQuantile(p: number): number {
  const u = Math.min(1 - 1e-12, Math.max(1e-12, p));
  if (u < 0.02425) return tail(Math.sqrt(-2 * Math.log(u)));
  if (u > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - u)));
  const q = u - 0.5;
  const r = q * q;
  const top =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r +
    2.506628277459239;
  const bottom =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1;
  return (top * q) / bottom;
}

function tail(q: number): number {
  const top =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
    2.938163982698783;
  const bottom = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return top / bottom;
}

/** Quantiles of the PERT distribution on 0..1 at u = 0, 1/n, ..., 1, its distribution function by Simpson's rule. */
function pertTable(peak: number): Float64Array {
  const left = 4 * peak;
  const right = 4 - left;
  const density = (x: number) => x ** left * (1 - x) ** right;
  const mass = new Float64Array(PERT_STEPS + 1);
  const step = 1 / PERT_STEPS;
  let before = density(0);
  for (let cell = 0; cell < PERT_STEPS; cell += 1) {
    const x = cell * step;
    const after = density(x + step);
    mass[cell + 1] = mass[cell]! + ((before + 4 * density(x + step / 2) + after) * step) / 6;
    before = after;
  }
  const total = mass[PERT_STEPS]!;
  const table = new Float64Array(PERT_CELLS + 1);
  let cell = 0;
  for (let node = 1; node < PERT_CELLS; node += 1) {
    const target = (node / PERT_CELLS) * total;
    while (mass[cell + 1]! < target) cell += 1;
    table[node] = step * (cell + (target - mass[cell]!) / (mass[cell + 1]! - mass[cell]!));
  }
  table[PERT_CELLS] = 1;
  return table;
}
