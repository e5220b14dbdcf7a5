/** Something that could have been decided, what it would have cost in minor units, and whether it would have kept what was promised. */
export type Alternative = { outcome: string; costMinor: number; keepsPromise: boolean };

/** How much dearer an outcome was than the cheapest that keeps the promise; below 0 where it is cheaper and breaks it. */
export type Regret = { minor: number; best: string; keepsPromise: boolean };

/** The regret of an outcome; null where its price is not known, or no alternative keeps the promise. */
export function regretOf(alternatives: readonly Alternative[], outcome: string): Regret | null {
  const chosen = alternatives.find((alternative) => alternative.outcome === outcome);
  const [best] = alternatives
    .filter(({ keepsPromise }) => keepsPromise)
    .toSorted((a, b) => a.costMinor - b.costMinor || (a.outcome < b.outcome ? -1 : 1));
  if (!chosen || !best) return null;
  return { minor: chosen.costMinor - best.costMinor, best: best.outcome, keepsPromise: chosen.keepsPromise };
}

/** What rules and people paid beyond the best choice, over the same decisions. Broken promises are counted apart, and no saving is made of them. */
export type RegretTotal = { decisions: number; rulesMinor: number; peopleMinor: number; rulesBroke: number; peopleBroke: number };

/** @param pairs of decisions that the rules covered; those with an unknown side are left out. null where none is left */
export function totalRegret(pairs: readonly { rules: Regret | null; people: Regret | null }[]): RegretTotal | null {
  const total: RegretTotal = { decisions: 0, rulesMinor: 0, peopleMinor: 0, rulesBroke: 0, peopleBroke: 0 };
  for (const { rules, people } of pairs) {
    if (rules === null || people === null) continue;
    total.decisions += 1;
    total.rulesMinor += Math.max(0, rules.minor);
    total.peopleMinor += Math.max(0, people.minor);
    total.rulesBroke += rules.keepsPromise ? 0 : 1;
    total.peopleBroke += people.keepsPromise ? 0 : 1;
  }
  return total.decisions === 0 ? null : total;
}
