import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { simulate, type Plan, type Step } from "./office-logs.ts";

const LOGS = 24;

/** A plan of which every trait is drawn: heavy tails, work left open, several things at once, batches, shifts, one actor an item, shared accounts. */
function drawnPlan(seed: number): Plan {
  const random = seededRandom(seed * 104_729);
  const between = (low: number, high: number) => low + (high - low) * random();
  const often = (share: number) => random() < share;
  const oneOf = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)]!;
  const heavy = often(0.4) ? between(1.5, 2.5) : between(0.4, 1.5);
  const open = oneOf([0, 0, 0.004, between(0.002, 0.02), between(0.02, 0.1)]);
  const steps = Array.from({ length: 3 + Math.floor(random() * 7) }, (): Step => ({
    median: Math.exp(between(Math.log(1), Math.log(heavy > 1.5 ? 8 : 40))),
    sigma: Math.max(0.1, heavy + between(-0.3, 0.3)),
    shape: oneOf(["lognormal", "lognormal", "lognormal", "two modes"] as const),
    leftOpen: open * between(0.3, 1.5),
    noTime: often(0.15) ? between(0.3, 0.95) : 0,
  }));
  const from = oneOf([9, 8, 6, 14, 0]);
  return {
    name: `drawn ${seed}`,
    seed: seed + 5000,
    cases: Math.round(between(300, 1200)),
    people: 5 + Math.floor(random() * 14),
    busy: between(0.3, 0.75),
    steps,
    closing: oneOf(["night", "later", "any"] as const),
    openHours: between(4, 40),
    sideBySide: oneOf([0, 0, 0.1, between(0, 0.6), 1]),
    inBatches: oneOf([0, 0, between(0.2, 0.9)]),
    shift: from === 0 ? [0, 1440] : [from * 60, Math.min(24, from + 8) * 60],
    caseSigma: between(0, 0.6),
    personSigma: between(0, 0.4),
    waiting: oneOf([0, 0.4, 0.4, 0.9]),
    oneActorEach: oneOf([0, 0, 0, between(0.1, 0.6)]),
    sharedAccount: oneOf([0, 0, 0, between(0.1, 0.5)]),
  };
}

/** Logs of plans drawn from seeds: the first were looked at while the estimator was chosen, the others only afterwards. */
export function drawnLogs(which: "tuned" | "held out"): { name: string; events: OpsEvent[] }[] {
  const first = which === "tuned" ? 1 : 101;
  return Array.from({ length: LOGS }, (_, at) => drawnPlan(first + at)).map((plan) => ({ name: plan.name, events: simulate(plan) }));
}
