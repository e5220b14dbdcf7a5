/** An IRR a year as a fraction, or why there is none worth stating. */
export type Irr = { kind: "rate"; perYear: number } | { kind: "none"; reason: "no outlay" | "never recovers" | "several rates" };

const LOWEST_MONTHLY = -0.99;
const HIGHEST_MONTHLY = 1e6;

/**
 * Internal rate of return of monthly flows by bisection.
 *
 * A rate is stated only when it is the only one: the flows change sign once (Descartes), or start negative and their running total changes
 * sign once and ends above zero (Norstrom 1972).
 * @returns the rate a year, (1 + monthly)^12 - 1; "none" with the reason otherwise
 */
export function internalRateOfReturn(allFlowsMinor: readonly number[]): Irr {
  // Leading months without a flow change no rate, but would underflow at high rates.
  const flowsMinor = allFlowsMinor.slice(
    Math.max(
      0,
      allFlowsMinor.findIndex((flow) => flow !== 0),
    ),
  );
  const totals: number[] = [];
  for (const flow of flowsMinor) totals.push((totals.at(-1) ?? 0) + flow);
  if (!flowsMinor.some((flow) => flow < 0)) return { kind: "none", reason: "no outlay" };
  if (!flowsMinor.some((flow) => flow > 0)) return { kind: "none", reason: "never recovers" };
  const norstrom = (flowsMinor.find((flow) => flow !== 0) ?? 0) < 0 && signChanges(totals) === 1 && (totals.at(-1) ?? 0) > 0;
  const descartes = signChanges(flowsMinor) === 1;
  if (!norstrom && !descartes) return { kind: "none", reason: "several rates" };

  let low = norstrom ? 0 : LOWEST_MONTHLY;
  let high = HIGHEST_MONTHLY;
  const atLow = presentValue(low, flowsMinor);
  if (Math.sign(atLow) === Math.sign(presentValue(high, flowsMinor))) return { kind: "none", reason: "never recovers" };
  // 200 halvings take 1e6 below the spacing of doubles; the loop ends earlier when nothing lies between.
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(presentValue(middle, flowsMinor)) === Math.sign(atLow)) low = middle;
    else high = middle;
  }
  return { kind: "rate", perYear: (1 + (low + high) / 2) ** 12 - 1 };
}

function presentValue(monthlyRate: number, flows: readonly number[]): number {
  return flows.reduceRight((sum, flow) => sum / (1 + monthlyRate) + flow, 0);
}

function signChanges(values: readonly number[]): number {
  const signs = values.filter((value) => value !== 0).map(Math.sign);
  return signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]).length;
}
