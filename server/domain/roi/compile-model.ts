import { AUTOMATION_FIELDS, SCENARIO_FIELDS, inputsOf, rampFields, type NamedInput } from "./fields.ts";
import type { Scenario } from "./scenario.ts";

/** What one evaluation yields, in minor units, not rounded. */
export type Outcome = {
  npvMinor: number;
  presentBenefitMinor: number;
  presentCostMinor: number;
  /** Months from the first outlay, Infinity when it does not come back within the horizon. */
  paybackMonths: number;
};

/**
 * The model for many evaluations: same formulas as the cash flow, on numbers in a typed array, without rounding to minor units.
 *
 * Leaving the rounding out moves the NPV by at most half a minor unit per line and month, and makes it continuous, which the search for
 * break-even needs.
 */
export type CompiledModel = {
  inputs: readonly NamedInput[];
  /** The values of the scenario itself, in the order of `inputs`. */
  values: Float64Array;
  /** Writes the result of one draw into `outcome`; allocates nothing. Input i of draw d stands at values[i * draws + d]. */
  evaluate: (values: Float64Array, draw: number, draws: number, outcome: Outcome) => void;
};

type Part = { slot: number; group: number; ramp: "table" | "exponential" | "wright"; rampSlot: number; rampLength: number };

const OWN_SLOTS = SCENARIO_FIELDS.length;
const SLOTS = AUTOMATION_FIELDS.length;
const [HORIZON, DISCOUNT, GROWTH] = [0, 1, 2];

export function compileModel(scenario: Scenario): CompiledModel {
  const inputs = inputsOf(scenario);
  const values = Float64Array.from(inputs, (named) => named.input.value);
  const groups = [...new Set(scenario.automations.map((automation) => automation.workflowId))];
  let slot = OWN_SLOTS;
  const parts = scenario.automations.map((automation): Part => {
    const rampLength = rampFields(automation).length;
    const part: Part = {
      slot,
      group: groups.indexOf(automation.workflowId),
      ramp: automation.ramp.kind,
      rampSlot: slot + SLOTS,
      rampLength,
    };
    slot += SLOTS + rampLength;
    return part;
  });
  const horizon = values[HORIZON] ?? 0;
  const taken = new Float64Array(groups.length);
  /** Benefit that is reached in a month and stays. */
  const step = new Float64Array(horizon + 2);
  /** Benefit of a single month, negative where a ramp still misses it. */
  const pulse = new Float64Array(horizon + 2);
  const cost = new Float64Array(horizon + 2);
  const runningFrom = new Float64Array(horizon + 2);
  const power = new Float64Array(horizon + 1);
  const smallestFactor = smallestFactors(horizon);
  const cofactor = smallestFactor.map((factor, t) => (factor === 0 ? 0 : t / factor));
  const logarithm = Float64Array.from({ length: horizon + 1 }, (_, t) => Math.log(t));

  const addBenefit = (full: number, v: Float64Array, at: number, draws: number, part: Part, start: number) => {
    const months = horizon - start;
    if (part.ramp === "table") {
      let before = 0;
      const length = Math.min(part.rampLength, months);
      for (let t = 0; t < length; t += 1) {
        const share = v[at + t * draws]!;
        step[start + 1 + t]! += full * (share - before);
        before = share;
      }
      return;
    }
    step[start + 1]! += full;
    if (part.ramp === "exponential") {
      const decay = Math.exp(-1 / v[at]!);
      let missing = full;
      for (let t = start + 1; t <= horizon; t += 1) {
        missing *= decay;
        pulse[t]! -= missing;
      }
      return;
    }
    const missing = full * v[at]!;
    const exponent = Math.log2(v[at + draws]!);
    power[1] = 1;
    // t^x is multiplicative in t: only primes cost an exponential.
    pulse[start + 1]! -= missing;
    for (let t = 2; t <= months; t += 1) {
      const factor = smallestFactor[t]!;
      const raised = factor === t ? Math.exp(exponent * logarithm[t]!) : power[factor]! * power[cofactor[t]!]!;
      power[t] = raised;
      pulse[start + t]! -= missing * raised;
    }
  };

  const evaluate = (v: Float64Array, draw: number, n: number, outcome: Outcome) => {
    for (let group = 0; group < taken.length; group += 1) taken[group] = 0;
    for (const part of parts) {
      const s = part.slot * n + draw;
      const claimed = Math.max(0, Math.min(v[s + 2 * n]! * (1 - v[s + 3 * n]!), 1 - taken[part.group]!));
      taken[part.group]! += claimed;
      const start = v[s + 17 * n]!;
      if (start > horizon) continue;
      const rate = v[s + 4 * n]!;
      // Drawn shares may add up to more than all hours: then each gives way in proportion.
      const shares = v[s + 5 * n]! + v[s + 7 * n]! + v[s + 8 * n]!;
      const perHour = (v[s + 5 * n]! * v[s + 6 * n]! + (v[s + 7 * n]! + v[s + 8 * n]!) * rate) / Math.max(1, shares);
      const full = ((v[s]! * v[s + n]! * claimed) / 60) * perHour * v[s + 9 * n]! * (1 - v[s + 16 * n]!);
      cost[start]! += v[s + 10 * n]!;
      runningFrom[start + 1]! += v[s + 11 * n]! + (v[s + 12 * n]! + v[s + 13 * n]! + v[s + 14 * n]!) * v[s + 15 * n]!;
      addBenefit(full, v, part.rampSlot * n + draw, n, part, start);
    }
    const monthlyGrowth = (1 + v[GROWTH * n + draw]!) ** (1 / 12);
    const monthlyDiscount = (1 + v[DISCOUNT * n + draw]!) ** (-1 / 12);
    let discount = 1;
    let growth = 1;
    let level = 0;
    let running = 0;
    let presentBenefit = 0;
    let presentCost = 0;
    let total = 0;
    let inTheRedSince = -1;
    let payback = Infinity;
    for (let t = 0; t <= horizon; t += 1) {
      level += step[t]!;
      running += runningFrom[t]!;
      const gained = (level + pulse[t]!) * growth;
      const spent = cost[t]! + running;
      // Left clean for the next draw: a fill of each would cost as much as the month.
      step[t] = 0;
      pulse[t] = 0;
      cost[t] = 0;
      runningFrom[t] = 0;
      presentBenefit += gained * discount;
      presentCost += spent * discount;
      const before = total;
      total += gained - spent;
      if (inTheRedSince < 0) {
        if (total < 0) inTheRedSince = t;
      } else if (total >= 0 && payback === Infinity) {
        payback = t - 1 - before / (gained - spent) - inTheRedSince;
      }
      discount *= monthlyDiscount;
      growth *= monthlyGrowth;
    }
    outcome.presentBenefitMinor = presentBenefit;
    outcome.presentCostMinor = presentCost;
    outcome.npvMinor = presentBenefit - presentCost;
    outcome.paybackMonths = inTheRedSince < 0 ? 0 : payback;
  };
  return { inputs, values, evaluate };
}

/** A zeroed outcome to hand to `evaluate`. */
export function emptyOutcome(): Outcome {
  return { npvMinor: 0, presentBenefitMinor: 0, presentCostMinor: 0, paybackMonths: 0 };
}

function smallestFactors(upTo: number): Uint16Array {
  const factors = new Uint16Array(upTo + 1);
  for (let number = 2; number <= upTo; number += 1) {
    if (factors[number]) continue;
    for (let multiple = number; multiple <= upTo; multiple += number) factors[multiple] ||= number;
  }
  return factors;
}
