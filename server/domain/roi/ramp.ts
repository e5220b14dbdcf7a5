import type { Ramp } from "./scenario.ts";

/**
 * Share of the full benefit in a month since the start, 0..1.
 *
 * @param month 1 is the first month after the build; 0 and below give 0
 */
export function rampShare(ramp: Ramp, month: number): number {
  if (month < 1) return 0;
  if (ramp.kind === "table") return ramp.shares[Math.min(month, ramp.shares.length) - 1]?.value ?? 1;
  if (ramp.kind === "exponential") return 1 - Math.exp(-month / ramp.tauMonths.value);
  return 1 - ramp.missingAtFirst.value * month ** Math.log2(ramp.learningRate.value);
}
