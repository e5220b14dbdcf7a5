import { ENOUGH_SAMPLES, FEW_SAMPLES } from "./estimate-minutes.ts";
import { coefficientOfVariation, samplesNeeded } from "./sample-size.ts";

/** Half-widths of the interval that people can ask for, relative to the mean. */
export const PRECISIONS = [0.05, 0.1, 0.2] as const;
export type Precision = (typeof PRECISIONS)[number];

/** How many more items are to be timed, and whether that is known from their spread or is the usual beginning of thirty. */
export type SamplesWanted = { taken: number; more: number; basis: "spread" | "beginning" };

/**
 * How many more items of an activity have to be timed for the precision wanted: (z cv / eps)^2 with the finite-population term, less
 * those taken. With fewer than five samples the spread is not known, and thirty is what is asked for.
 *
 * @param samples those taken
 * @param count touches of the activity in the window; more than these cannot be timed
 * @param precision relative half-width of the 90 % interval
 */
export function samplesWanted({
  samples,
  count,
  precision,
}: {
  samples: readonly { minutes: number; chance?: number | null }[];
  count: number;
  precision: Precision;
}): SamplesWanted {
  const taken = samples.length;
  const cv = taken < FEW_SAMPLES ? null : coefficientOfVariation(samples);
  if (cv === null) return { taken, more: Math.max(0, Math.min(ENOUGH_SAMPLES, count) - taken), basis: "beginning" };
  return { taken, more: Math.max(0, samplesNeeded({ cv, eps: precision, count }) - taken), basis: "spread" };
}
