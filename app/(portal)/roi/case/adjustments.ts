import { inputsOf, withInput } from "#server/domain/roi/fields.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { withValue, type Editor } from "./edit-input.ts";

const MOST = 60; // More would make an address longer than mail programs keep whole.

/** The values that differ from the saved scenario, as they stand in the address: "set=returns/riskFactor:0.7". */
export function adjustmentsOf(saved: Scenario, draft: Scenario): string[] {
  const before = new Map(inputsOf(saved).map(({ key, input }) => [key, input.value]));
  return inputsOf(draft)
    .filter(({ key, input }) => before.get(key) !== input.value)
    .slice(0, MOST)
    .map(({ key, input }) => `${key}:${Number(input.value.toPrecision(12))}`);
}

/** The scenario with the adjustments of an address; what does not belong there is left out. */
export function withAdjustments(saved: Scenario, adjustments: readonly string[], editor: Editor): Scenario {
  return adjustments.slice(0, MOST).reduce((draft, text) => {
    const at = text.lastIndexOf(":");
    const key = text.slice(0, at);
    const value = Number(text.slice(at + 1));
    const named = inputsOf(draft).find((input) => input.key === key);
    const own = inputsOf(saved).find((input) => input.key === key);
    if (at <= 0 || !named || !own || text.slice(at + 1).trim() === "" || !Number.isFinite(value)) return draft;
    return withInput(draft, key, withValue(named, value, own.input, editor));
  }, saved);
}
