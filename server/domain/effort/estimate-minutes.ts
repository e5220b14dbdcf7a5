import type { Interval } from "../interval.ts";
import type { Moments } from "./auxiliary.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { sampleWeights } from "./sample-weights.ts";
import { poolSlopes, slopeModels, type SlopeModel } from "./slope-models.ts";

/**
 * A timed item: minutes, and the auxiliary variables of its event where it is linked to one. `chance` 0..1 that it was among the timed,
 * where the items were chosen with unlike chances; without it, it counts as drawn with the same chance as any other.
 */
export type MinutesSample = { minutes: number; features: Float64Array | null; chance?: number };

/**
 * One activity whose minutes are wanted. `count` touches in all, the timed ones among them; `moments` of the auxiliary variables
 * over all of them, null when none are known.
 */
export type ActivityToEstimate = { count: number; moments: Moments | null; samples: readonly MinutesSample[] };

/** `shrunk` 0..1 is how far the mean was drawn to the mean of the workflow for want of samples. */
export type MinutesEstimate = { minutesPerTouch: Interval; samples: number; relativeError: number; shrunk: number };

/** Fewer samples than this are drawn towards their workflow. */
export const ENOUGH_SAMPLES = 30;
/** With fewer than this nothing is known of their spread: one in five of the items may take ten times as long, and a third of such samples miss it. */
export const FEW_SAMPLES = 5;
/** What minutes of touches vary by, relative to their mean, as far as fewer than enough samples cannot tell. */
const USUAL_VARIATION = 1;
/** A workflow's say in the choice of a model, in items. From 15 to 60 the errors on ten logs were the same. */
const POOL_ITEMS = 20;
/** Evidence of one item counts half: the models of one activity see the same thirty items. */
const TEMPER = 0.5;
/** Handicap of every model against the plain mean, in log odds. */
const HANDICAP = 2;
/** Differences below 1 % of the mean are not evidence for a model. */
const FLOOR = 1e-4;
/** Items' worth of the workflow's relative variance that every activity's own is mixed with: at least, and at most. */
const VARIANCE_ITEMS = { least: 8, most: 14 };
/** Between the geometric and the arithmetic mean of the activities' relative variances: one heavy activity must not speak for all. */
const POOL_FACTOR = 1.5;
/** A thousandth of a millisecond: nothing that anybody timed. */
const NO_TIME_MINUTES = 1e-8;
/** Of the pooled variance this share is in minutes and not relative: an item left open is as long in an activity of short touches. */
const MINUTES_SHARE = 0.3;
/**
 * Room for caution: variances are mixed up to the first share of the median width of plain timed means of items drawn alike, and cut at the second. Cut
 * at nine tenths, intervals covered 83 % where the log knew nothing that could have made them narrower.
 */
const CAUTION = 0.96;
const WIDEST = 1;
/** A median over fewer activities is that of one or two, whose samples may well have been less lucky than a plain mean's. */
const FEWEST_FOR_MEDIAN = 3;

/**
 * Mean minutes a touch of each activity of a log or workflow, from about thirty timed items each and from what the log knows of
 * all items.
 *
 * For each auxiliary variable a regression estimator is made: mean of the sample + slope x (mean of the variable over all items -
 * over the sample), the slope drawn towards that of the other activities. They and the plain mean are averaged with weights from
 * their leave-one-out errors, pooled over the activities: so a model that one sample cannot tell from another, such as what
 * happens on the one item in a hundred that was left open, is decided by the activities that saw it, and where it stays open
 * the disagreement goes into the interval. The variance has the finite-population term and is mixed with the workflow's relative
 * variance, because a sample without a heavy item underrates it; as much as fits without becoming wider in the median than plain
 * means would be. Intervals are lognormal. Where all samples took no time, the upper end is the share that may have gone unseen
 * times the typical minutes of the other activities.
 *
 * @param coverage of each interval, such as 0.9
 * @returns one estimate per activity, null where it has no samples; all items timed: the mean itself
 * Source: Särndal, Swensson, Wretman (1992), model-assisted survey sampling; Hoeting et al. (1999), model averaging.
 */
export function estimateMinutes(activities: readonly ActivityToEstimate[], coverage = 0.9): (MinutesEstimate | null)[] {
  const drafts = activities.map(draftOf);
  const open = drafts.flatMap((draft) => (draft !== null && draft.open ? [draft] : []));
  averageModels(open);
  const z = normalQuantile(0.5 + coverage / 2);
  const relativeErrors = radii(open, z).map((error, k) => Math.max(error, leastError(open[k]!.samples) * Math.sqrt(open[k]!.finite)));
  shrinkFew(open, relativeErrors);
  const typical = open.length === 0 ? 0 : Math.exp(open.reduce((sum, { mean }) => sum + Math.log(mean), 0) / open.length);
  return drafts.map((draft) => {
    if (draft === null) return null;
    const at = open.indexOf(draft);
    const { mean, samples, shrunk } = draft;
    if (at < 0) {
      const high = draft.activity.count > samples ? mean + unseen(samples, coverage) * typical : mean;
      return { minutesPerTouch: { low: mean, point: mean, high }, samples, relativeError: 0, shrunk: 0 };
    }
    const error = relativeErrors[at]!;
    const interval = { low: mean * Math.exp(-z * error), point: mean, high: mean * Math.exp(z * error) };
    return { minutesPerTouch: interval, samples, relativeError: error, shrunk };
  });
}

type Draft = {
  activity: ActivityToEstimate;
  minutes: number[];
  weights: number[];
  samples: number;
  plainMean: number;
  /** Sum of squared leave-one-out errors of the plain mean. */
  plainErrors: number;
  /** False when every item was timed or the mean is 0: nothing is left to estimate. */
  open: boolean;
  mean: number;
  /** Variance of the estimated mean, before the finite-population term. */
  variance: number;
  /** The finite-population term: what share of the variance is left because not all items were timed. */
  finite: number;
  shrunk: number;
};

function draftOf(activity: ActivityToEstimate): Draft | null {
  const minutes = activity.samples.map((sample) => sample.minutes);
  const samples = minutes.length;
  if (samples === 0) return null;
  const weights = sampleWeights(activity.samples);
  const mean = minutes.reduce((sum, value, i) => sum + weights[i]! * value, 0) / samples;
  const plainErrors = minutes.reduce(
    (sum, value, i) => sum + ((weights[i]! * (value - mean) * samples) / Math.max(0.5, samples - weights[i]!)) ** 2,
    0,
  );
  const open = samples < activity.count && mean > NO_TIME_MINUTES;
  const variance = plainVariance(plainErrors, samples);
  return {
    activity,
    minutes,
    weights,
    samples,
    plainMean: mean,
    plainErrors,
    open,
    mean,
    variance,
    finite: finiteTerm(activity, weights),
    shrunk: 0,
  };
}

function finiteTerm({ samples, count }: ActivityToEstimate, weights: readonly number[]): number {
  const squares = weights.map((weight) => weight * weight);
  const left = samples.reduce((sum, { chance }, i) => sum + squares[i]! * (1 - (chance ?? samples.length / count)), 0);
  return left / squares.reduce((sum, value) => sum + value, 0);
}

const plainVariance = (errors: number, samples: number) => errors / Math.max(1, samples - 1) / samples;

function averageModels(open: readonly Draft[]): void {
  const inputs = open.map(({ activity, minutes, weights, plainMean, plainErrors }) => {
    const features = activity.samples.flatMap((sample) => sample.features ?? []);
    const known = activity.moments !== null && features.length === activity.samples.length && minutes.length > 2;
    return { minutes, weights, features, moments: known ? activity.moments : null, mean: plainMean, plainErrors };
  });
  const pooled = poolSlopes(inputs);
  const models = inputs.map((input, number) => slopeModels(input, number, pooled));
  const score = (draft: Draft, model: SlopeModel) => {
    const floor = FLOOR * draft.samples * draft.plainMean ** 2;
    return Math.log((model.errors + floor) / (draft.plainErrors + floor));
  };
  const sums = new Map<number, number>();
  for (const [k, draft] of open.entries())
    for (const model of models[k]!)
      sums.set(model.feature, (sums.get(model.feature) ?? 0) + Math.max(-4, Math.min(1, score(draft, model))));
  for (const [k, draft] of open.entries()) {
    const weighted = [{ weight: 1, mean: draft.plainMean, variance: draft.variance }];
    for (const model of models[k]!) {
      const evidence = draft.samples * score(draft, model) + (POOL_ITEMS * (sums.get(model.feature) ?? 0)) / open.length;
      const weight = Math.exp(Math.min(60, -0.5 * TEMPER * evidence - HANDICAP));
      weighted.push({ weight, mean: Math.max(model.mean, 0.1 * draft.plainMean), variance: model.variance });
    }
    const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
    const mean = weighted.reduce((sum, model) => sum + (model.weight / total) * model.mean, 0);
    draft.variance = weighted.reduce((sum, model) => sum + (model.weight / total) * (model.variance + (model.mean - mean) ** 2), 0);
    draft.mean = mean;
  }
}

/**
 * Few samples may be alike by chance: the relative error that a usual spread would give their mean, less what as many as are enough would be left
 * with; 0 from those on.
 */
export const leastError = (samples: number): number => USUAL_VARIATION * Math.sqrt(Math.max(0, 1 / samples - 1 / ENOUGH_SAMPLES));

/** Relative standard errors, the variances mixed with the pooled one. */
function radii(open: readonly Draft[], z: number): number[] {
  if (open.length === 0) return [];
  const relative = open.map((draft) => (draft.variance * draft.samples) / draft.mean ** 2);
  const pool = pooledVariance(relative);
  const minutes = pooledVariance(open.map((draft) => draft.variance * draft.samples));
  const pools = open.map((draft) => (1 - MINUTES_SHARE) * pool + (MINUTES_SHARE * minutes) / draft.mean ** 2);
  const mixed = (items: number) =>
    open.map((draft, k) =>
      Math.sqrt(((draft.samples * relative[k]! + items * pools[k]!) / (draft.samples + items) / draft.samples) * draft.finite),
    );
  const width = (errors: readonly number[]) => median(errors.map((error) => Math.sinh(z * error)));
  const plain = median(open.map((draft) => z * plainRelativeError(draft) * Math.sqrt(1 - draft.samples / draft.activity.count)));
  let least = VARIANCE_ITEMS.least;
  let most = VARIANCE_ITEMS.most;
  if (open.length < FEWEST_FOR_MEDIAN || width(mixed(most)) <= CAUTION * plain) return mixed(most);
  for (let step = 0; step < 20; step += 1) {
    const middle = (least + most) / 2;
    if (width(mixed(middle)) <= CAUTION * plain) least = middle;
    else most = middle;
  }
  const errors = mixed(least);
  // Never wider in the median than plain means: beyond that the models only disagree.
  const excess = width(errors) / (WIDEST * plain);
  return plain > 0 && excess > 1 ? errors.map((error) => error / excess) : errors;
}

/** Thirty items that took no time do not prove that none does: the share that may have gone unseen, at the coverage wanted. */
const unseen = (samples: number, coverage: number) => 1 - (1 - coverage) ** (1 / samples);

function pooledVariance(relative: readonly number[]): number {
  const arithmetic = relative.reduce((sum, value) => sum + value, 0) / relative.length;
  const positive = relative.filter((value) => value > 1e-9);
  if (positive.length === 0) return 0;
  const geometric = Math.exp(positive.reduce((sum, value) => sum + Math.log(value), 0) / positive.length);
  return POOL_FACTOR * Math.sqrt(geometric * arithmetic);
}

/** The relative error that a plain mean of as many items drawn alike would have, from what the samples say of the spread of all items. */
function plainRelativeError({ minutes, weights, samples, plainMean }: Draft): number {
  const squares = minutes.reduce((sum, value, i) => sum + weights[i]! * (value - plainMean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, samples - 1) / samples) / plainMean;
}

/** Empirical Bayes on the logarithm of the means, for activities with too few samples; needs two activities with a mean. */
function shrinkFew(open: readonly Draft[], relativeErrors: number[]): void {
  if (open.length < 2 || open.every((draft) => draft.samples >= ENOUGH_SAMPLES)) return;
  const logs = open.map((draft) => Math.log(draft.mean));
  const centre = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const spread = logs.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (logs.length - 1);
  const noise = relativeErrors.reduce((sum, error) => sum + error * error, 0) / relativeErrors.length;
  const between = Math.max(spread - noise, 0.05 * spread);
  for (const [k, draft] of open.entries()) {
    if (draft.samples >= ENOUGH_SAMPLES) continue;
    // One item tells nothing of its own spread, and a few too little: the larger of their own and the pooled error counts.
    const error = Math.max(relativeErrors[k]!, Math.sqrt(draft.variance) / draft.mean) ** 2;
    if (between + error === 0) continue;
    draft.shrunk = error / (between + error);
    draft.mean = Math.exp(logs[k]! + draft.shrunk * (centre - logs[k]!));
    relativeErrors[k] = Math.sqrt((between * error) / (between + error));
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
