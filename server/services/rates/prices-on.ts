import { DEFAULT_ROLE, ratesOn, type DatedRate } from "#server/domain/audit/dated-rates.ts";

export type Price = DatedRate & { minorAnHour: number; class: string; source: string | null };

// Class assumed: the rate of the product's own example, until the workspace states its own.
const FALLBACK_RATE: Price = {
  role: DEFAULT_ROLE,
  effectiveFrom: null,
  minorAnHour: 3500,
  class: "assumed",
  source: "no rate is set, so 35.00 an hour is assumed",
};

/** What an hour costs on a day, ISO: of each role with a rate of its own, and of all others. */
export function pricesOn(rates: readonly Price[], day: string): { rest: Price; byRole: Map<string, Price> } {
  const byRole = ratesOn(rates, day);
  const rest = byRole.get(DEFAULT_ROLE) ?? FALLBACK_RATE;
  byRole.delete(DEFAULT_ROLE);
  return { rest, byRole };
}
