import { inputsOf, type NamedInput } from "#server/domain/roi/fields.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import type { BreakEven } from "#server/domain/roi/sensitivity.ts";

export type BreakEvenRow = { named: NamedInput; breakEvenValue: number };

/** The inputs that need to move least, in proportion, until the case is worth nothing; those that never get there are left out. */
export function closestBreakEvens(scenario: Scenario, breakEvens: readonly BreakEven[], most: number): BreakEvenRow[] {
  const named = new Map(inputsOf(scenario).map((input) => [input.key, input]));
  return breakEvens
    .flatMap(({ key, value, breakEvenValue }) => {
      const input = named.get(key);
      if (!input || breakEvenValue === null || value === 0) return [];
      return [{ named: input, breakEvenValue, distance: Math.abs(breakEvenValue / value - 1) }];
    })
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ named: input, breakEvenValue }) => ({ named: input, breakEvenValue }));
}
