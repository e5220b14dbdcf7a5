import type { Answered } from "./agreement.ts";

/** The running sum of a watch over disagreements. */
export type Watch = { cusum: number; severe: number };

export const FRESH_WATCH: Watch = { cusum: 0, severe: 0 };

/**
 * One more answer. The sum grows by one with each disagreement, less what is tolerated, and never falls below 0: a slow rise of
 * disagreements is seen as surely as a burst, and chance alone is forgotten.
 *
 * @param tolerated share of disagreements that the gate allows, 0..1
 * Source: Page (1954), "Continuous inspection schemes"; reference value half way between the tolerated share and twice that share.
 */
export function watchOn({ cusum, severe }: Watch, answer: Pick<Answered, "agreed" | "severe">, tolerated: number): Watch {
  const reference = 1.5 * tolerated;
  return { cusum: Math.max(0, cusum + (answer.agreed ? 0 : 1) - reference), severe: severe + (answer.severe ? 1 : 0) };
}

/** Why an automation has to step down; null when it may stay. */
export function reasonToStepDown({ cusum, severe }: Watch, limits: { cusumLimit: number; severeErrors: number }): string | null {
  if (severe >= limits.severeErrors)
    return `${severe} severe errors: something was decided that people would have decided the other way at a high cost.`;
  if (cusum >= limits.cusumLimit) return `Disagreements add up to ${cusum.toFixed(1)}, the limit is ${limits.cusumLimit}.`;
  return null;
}
