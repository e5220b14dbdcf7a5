/** The role whose rate holds for everyone without a rate of their own. */
export const DEFAULT_ROLE = "default";

/** What an hour of a role costs from a day on, ISO; null: from the beginning. */
export type DatedRate = { role: string; effectiveFrom: string | null };

/**
 * Of each role the rate that holds on a day: the one with the latest start that is not after it. A role all of whose rates start
 * later has none on that day, and then the default one holds for it.
 *
 * @param day ISO, as 2026-03-31
 * @returns rates by role, DEFAULT_ROLE among them where it has one; in the order of the roles as given
 */
export function ratesOn<Rate extends DatedRate>(rates: readonly Rate[], day: string): Map<string, Rate> {
  const valid = new Map<string, Rate>();
  for (const rate of rates) {
    const { role, effectiveFrom } = rate;
    if (effectiveFrom !== null && effectiveFrom > day) continue;
    const known = valid.get(role);
    if (known === undefined || (known.effectiveFrom ?? "") < (effectiveFrom ?? "")) valid.set(role, rate);
  }
  return valid;
}
