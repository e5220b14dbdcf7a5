import { FEATURES, type Moments } from "./auxiliary.ts";

/** Samples of one activity ready for regression; moments null: no auxiliary variables are known. */
export type SlopeInput = {
  minutes: readonly number[];
  /** How many items each sample stands for, scaled so that they add up to the number of samples: all 1 for samples drawn alike. */
  weights: readonly number[];
  features: readonly Float64Array[];
  moments: Moments | null;
  mean: number;
  plainErrors: number;
};

/** A regression estimator on one auxiliary variable: its mean, the variance of that, and the sum of squared leave-one-out errors. */
export type SlopeModel = { feature: number; mean: number; variance: number; errors: number };

type Sums = { mean: number; squares: number; products: number };

/** Slopes of each variable in each activity with how well each explains its sample; for drawing one activity to the others. */
export type PooledSlopes = { weight: Float64Array; weighted: Float64Array; own: { explained: number; slope: number }[][] };

/** Weight of the other activities' slope, in items. */
const SLOPE_ITEMS = 2;
/** As much weight as this for a slope of 0: one activity that half fits is not a law. */
const NO_SLOPE = 0.5;
/** One sample that stands for nearly all items leaves no rest to judge it by. */
const LEAST_REST = 0.5;
const TINY = 1e-9;

export function poolSlopes(inputs: readonly SlopeInput[]): PooledSlopes {
  const weight = new Float64Array(FEATURES);
  const weighted = new Float64Array(FEATURES);
  const own = inputs.map((input) =>
    Array.from({ length: FEATURES }, (_, feature) => {
      const fit = input.moments === null ? { explained: 0, slope: 0 } : ownSlope(input, feature);
      weight[feature]! += fit.explained;
      weighted[feature]! += fit.explained * fit.slope;
      return fit;
    }),
  );
  return { weight, weighted, own };
}

/** The least-squares slope and the share of the leave-one-out error of the plain mean that it takes away, at least 0. */
function ownSlope(input: SlopeInput, feature: number): { explained: number; slope: number } {
  const { minutes, weights, features, mean, plainErrors } = input;
  const sums = sumsOf(input, feature);
  if (sums.squares < TINY || plainErrors < TINY) return { explained: 0, slope: 0 };
  const slope = sums.products / sums.squares;
  let errors = 0;
  for (let i = 0; i < minutes.length; i += 1) {
    const dx = features[i]![feature]! - sums.mean;
    const weight = weights[i]!;
    const leverage = weight / minutes.length + (weight * weight * dx * dx) / sums.squares;
    errors += ((weight * (minutes[i]! - mean - slope * dx)) / Math.max(0.05, 1 - leverage)) ** 2;
  }
  return { explained: Math.max(0, 1 - errors / plainErrors), slope };
}

/** Errors weigh with the square of what a sample stands for, as they do in the error of the total. */
function sumsOf({ minutes, weights, features, mean }: SlopeInput, feature: number): Sums {
  const n = minutes.length;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += weights[i]! * features[i]![feature]!;
  const sums = { mean: sum / n, squares: 0, products: 0 };
  for (let i = 0; i < n; i += 1) {
    const dx = weights[i]! * (features[i]![feature]! - sums.mean);
    sums.squares += dx * dx;
    sums.products += dx * weights[i]! * (minutes[i]! - mean);
  }
  return sums;
}

/** The models of one activity: one for each variable that varies over its items. [] when no variables are known. */
export function slopeModels(input: SlopeInput, number: number, pooled: PooledSlopes): SlopeModel[] {
  const { moments } = input;
  if (moments === null) return [];
  return Array.from({ length: FEATURES }, (_, feature) => feature)
    .filter((feature) => moments.variance[feature]! > TINY)
    .map((feature) => slopeModel(input, feature, moments, pooledSlope(pooled, number, feature)));
}

/** The slope that the other activities of the workflow show. */
function pooledSlope({ weight, weighted, own }: PooledSlopes, number: number, feature: number): number {
  const { explained, slope } = own[number]![feature]!;
  return (weighted[feature]! - explained * slope) / (weight[feature]! - explained + NO_SLOPE);
}

function slopeModel(input: SlopeInput, feature: number, moments: Moments, prior: number): SlopeModel {
  const { minutes, weights, features, mean } = input;
  const n = minutes.length;
  const sums = sumsOf(input, feature);
  const priorWeight = SLOPE_ITEMS * moments.variance[feature]!;
  const slope = (sums.products + priorWeight * prior) / (sums.squares + priorWeight);
  let errors = 0;
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!;
    const inflate = n / Math.max(LEAST_REST, n - weight);
    const dx = weight * (features[i]![feature]! - sums.mean);
    const dy = weight * (minutes[i]! - mean);
    const without =
      (sums.products - inflate * dx * dy + priorWeight * prior) / (Math.max(0, sums.squares - inflate * dx * dx) + priorWeight);
    errors += (inflate * (dy - without * dx)) ** 2;
  }
  const distance = moments.mean[feature]! - sums.mean;
  const residual = errors / (n - 1);
  return {
    feature,
    mean: mean + slope * distance,
    variance: residual * (1 / n + (distance * distance) / (sums.squares + priorWeight)),
    errors,
  };
}
