import type { Answered } from "./agreement.ts";

/** A watch over disagreements: the running sum, the highest it stood, and the severe errors. */
export type Watch = { cusum: number; peak: number; severe: number };

type Standing = Pick<Answered, "agreed" | "severe">;

const FRESH: Watch = { cusum: 0, peak: 0, severe: 0 };

/**
 * The watch over everything an automation has done since it came to its stage, in order of time; what nobody has contradicted counts as
 * agreed with from the moment it was done. Were it counted only once the time to contradict it is over, a disagreement, known at once,
 * would stand alone for days, and two in a hundred would look like all.
 *
 * @param tolerated share of disagreements that the gate allows, 0..1
 */
export const watchOver = (standings: readonly Standing[], tolerated: number): Watch =>
  standings.reduce((watch, standing) => watchOn(watch, standing, tolerated), FRESH);

/**
 * One more decision. The sum grows by one with each disagreement, less what is tolerated, and never falls below 0: a slow rise of
 * disagreements is seen as surely as a burst, and chance alone is forgotten.
 *
 * @param tolerated share of disagreements that the gate allows, 0..1
 * Source: Page (1954), "Continuous inspection schemes"; reference value half way between the tolerated share and twice that share.
 */
function watchOn({ cusum, peak, severe }: Watch, standing: Standing, tolerated: number): Watch {
  const sum = Math.max(0, cusum + (standing.agreed ? 0 : 1) - 1.5 * tolerated);
  return { cusum: sum, peak: Math.max(peak, sum), severe: severe + (standing.severe ? 1 : 0) };
}

/**
 * Why an automation has to step down; null when it may stay. The highest sum counts: a disagreement is often found later than what was
 * done after it, which must not hide it.
 */
export function reasonToStepDown({ peak, severe }: Watch, limits: { cusumLimit: number; severeErrors: number }): string | null {
  if (severe >= limits.severeErrors)
    return `${severe} severe errors: something was decided that people would have decided the other way at a high cost.`;
  if (peak >= limits.cusumLimit) return `Disagreements add up to ${peak.toFixed(1)}, the limit is ${limits.cusumLimit}.`;
  return null;
}
