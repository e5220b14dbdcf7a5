import { compileModel, emptyOutcome, type CompiledModel } from "./compile-model.ts";
import { quantileOf } from "./quantile.ts";
import type { Scenario } from "./scenario.ts";

/** NPV when one input stands at its 10th or 90th percentile and all others at their value. */
export type TornadoBar = {
  key: string;
  path: string;
  title: string;
  automationId: string | null;
  inputP10: number;
  inputP90: number;
  npvAtP10Minor: number;
  npvAtP90Minor: number;
};

/** The value of one input at which the NPV of the portfolio is zero, all others at theirs. */
export type BreakEven = {
  key: string;
  path: string;
  title: string;
  automationId: string | null;
  value: number;
  /** null: no value that the input may take brings the NPV to zero. */
  breakEvenValue: number | null;
};

/** Tornado of the NPV, widest bar first; certain inputs have none. */
export function tornado(scenario: Scenario): TornadoBar[] {
  const model = compileModel(scenario);
  return model.inputs
    .flatMap(({ key, path, title, automationId, input }, slot): TornadoBar[] => {
      const quantile = quantileOf(input);
      if (!quantile) return [];
      const [inputP10, inputP90] = [quantile(0.1), quantile(0.9)];
      return [
        {
          key,
          path,
          title,
          automationId,
          inputP10,
          inputP90,
          npvAtP10Minor: npvWith(model, slot, inputP10),
          npvAtP90Minor: npvWith(model, slot, inputP90),
        },
      ];
    })
    .toSorted((a, b) => width(b) - width(a));
}

/** Inputs that say how hours are counted or shift whole months; no value of theirs makes a case break even. */
const WITHOUT_BREAK_EVEN = new Set(["horizonMonths", "workingDaysPerYear", "paidHoursPerDay", "startMonth"]);
/** An input without an upper limit is searched up to this many times its value (or this much, if it is 0 now). */
const SEARCH_FACTOR = 1e6;

/**
 * Break-even of every input, by bisection over what it may be with a check that the sign changes; the answer nearest to today's value
 * is the one on that side where the sign differs.
 */
export function breakEvens(scenario: Scenario): BreakEven[] {
  const model = compileModel(scenario);
  return model.inputs.flatMap(({ key, path, title, automationId, field, least, most }, slot): BreakEven[] => {
    if (WITHOUT_BREAK_EVEN.has(field)) return [];
    const value = model.values[slot]!;
    const top = most === Number.MAX_SAFE_INTEGER ? Math.max(1, value) * SEARCH_FACTOR : most;
    const breakEvenValue = crossing(model, slot, value, least) ?? crossing(model, slot, value, top);
    return [{ key, path, title, automationId, value, breakEvenValue }];
  });
}

function crossing(model: CompiledModel, slot: number, from: number, to: number): number | null {
  let near = from;
  let far = to;
  const sign = Math.sign(npvWith(model, slot, near));
  if (sign === 0) return near;
  if (Math.sign(npvWith(model, slot, far)) === sign) return null;
  for (let step = 0; step < 200; step += 1) {
    const middle = (near + far) / 2;
    if (middle === near || middle === far) break;
    if (Math.sign(npvWith(model, slot, middle)) === sign) near = middle;
    else far = middle;
  }
  return far;
}

function npvWith(model: CompiledModel, slot: number, value: number): number {
  const values = model.values.slice();
  values[slot] = value;
  const outcome = emptyOutcome();
  model.evaluate(values, 0, 1, outcome);
  return outcome.npvMinor;
}

function width(bar: TornadoBar): number {
  return Math.abs(bar.npvAtP90Minor - bar.npvAtP10Minor);
}
