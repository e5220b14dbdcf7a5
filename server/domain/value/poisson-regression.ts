import type { Interval } from "../interval.ts";
import { Z95 } from "./hold-out.ts";
import { invertMatrix } from "./invert-matrix.ts";

/** One day. `post` is true once the automation runs. */
export type Day = { touches: number; volume: number; weekday: 0 | 1 | 2 | 3 | 4 | 5 | 6; promotion: boolean; post: boolean };

export type PoissonFit = { coefficients: number[]; standardErrors: number[] };

/**
 * Touches avoided since the automation runs, from the days before and after: where neither a hold-out nor a staggered roll-out exists.
 *
 * Poisson regression of touches on volume (as exposure), weekday, promotion and post; what would have been less what was, over the days
 * after. The 95 % interval takes the robust standard error of the coefficient of post, as days are more scattered than Poisson.
 * Days without volume are left out. It takes any other change at the same time for the automation's doing.
 *
 * @returns null with fewer than 14 days on a side, or when the regression has no single answer
 */
export function avoidedByRegression(days: readonly Day[]): Interval | null {
  const used = days.filter(({ volume }) => volume > 0);
  const after = used.filter(({ post }) => post);
  if (after.length < 14 || used.length - after.length < 14) return null;
  const weekdays = [...new Set(used.map(({ weekday }) => weekday))].slice(1);
  const promoted = new Set(used.map(({ promotion }) => promotion)).size > 1;
  const rows = used.map((day) => [
    1,
    day.post ? 1 : 0,
    ...weekdays.map((weekday) => (day.weekday === weekday ? 1 : 0)),
    ...(promoted ? [day.promotion ? 1 : 0] : []),
  ]);
  const fit = fitPoisson(
    rows,
    used.map(({ touches }) => touches),
    used.map(({ volume }) => volume),
  );
  if (fit === null) return null;
  const [, effect = 0] = fit.coefficients;
  const [, error = 0] = fit.standardErrors;
  // The fitted touches of the days after add up to the counted ones, so what would have been is that sum / e^effect.
  const counted = after.reduce((sum, { touches }) => sum + touches, 0);
  const at = (coefficient: number) => counted * (Math.exp(-coefficient) - 1);
  return { low: at(effect + Z95 * error), point: at(effect), high: at(effect - Z95 * error) };
}

/**
 * Poisson regression with log link by iteratively reweighted least squares, with the sandwich covariance times n / (n - p) (HC1).
 *
 * @param rows one row of regressors an observation, the constant included
 * @param exposures above 0; enter as an offset
 * @returns null when regressors say the same, all counts are zero, or 50 steps do not settle
 */
export function fitPoisson(
  rows: readonly (readonly number[])[],
  counts: readonly number[],
  exposures: readonly number[],
): PoissonFit | null {
  const width = rows[0]?.length ?? 0;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (width === 0 || total === 0 || rows.length <= width) return null;
  let coefficients = Array.from({ length: width }, () => 0);
  coefficients[0] = Math.log(total / exposures.reduce((sum, exposure) => sum + exposure, 0));
  for (let step = 0; step < 50; step += 1) {
    const means = meansOf(rows, exposures, coefficients);
    const information = invertMatrix(crossProducts(rows, means));
    if (information === null) return null;
    const score = Array.from({ length: width }, (_, j) => rows.reduce((sum, row, i) => sum + row[j]! * (counts[i]! - means[i]!), 0));
    const change = information.map((row) => dot(row, score));
    coefficients = coefficients.map((value, j) => value + change[j]!);
    if (Math.max(...change.map(Math.abs)) < 1e-10) {
      const meat = crossProducts(
        rows,
        means.map((mean, i) => (counts[i]! - mean) ** 2),
      );
      const factor = rows.length / (rows.length - width);
      const standardErrors = information.map((row) =>
        Math.sqrt(
          factor *
            dot(
              row,
              meat.map((line) => dot(line, row)),
            ),
        ),
      );
      return { coefficients, standardErrors };
    }
  }
  return null;
}

function meansOf(rows: readonly (readonly number[])[], exposures: readonly number[], coefficients: readonly number[]): number[] {
  return rows.map((row, i) => exposures[i]! * Math.exp(dot(row, coefficients)));
}

function crossProducts(rows: readonly (readonly number[])[], weights: readonly number[]): number[][] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (_, b) => rows.reduce((sum, row, i) => sum + weights[i]! * row[a]! * row[b]!, 0)),
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
