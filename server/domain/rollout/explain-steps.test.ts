import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { somePlan } from "#tests/rollout/some-plan.ts";
import { bruteForceTotal } from "./brute-force.fixture.ts";
import { estimateRange } from "./estimate-range.ts";
import { explainSteps } from "./explain-steps.ts";
import { priceOf } from "./money-of-total.ts";
import { phasesOf } from "./phases.ts";
import { connectorPlan } from "./plan.fixture.ts";
import { toProblem } from "./problem.ts";
import { solve } from "./solve.ts";
import { stepPrices } from "./step-prices.ts";
import { whyBefore } from "./why-before.ts";

const plan = connectorPlan();
const solution = solve(toProblem(plan));

describe("the first steps in words", () => {
  const steps = explainSteps(plan, solution);

  test("the connector is worth the wait, and labels first would cost $400", () => {
    expect(steps[0]!.sentences).toEqual([
      '"Connect the store" takes 2 build days; by itself it saves nothing, but it opens the way to "Refunds" and "Returns".',
      'Together with "Refunds" and "Returns" it belongs to a bundle that brings $1,100 a week for 6 build days of work, $183 a week for each day.',
      'The next best choice at this point is "Labels": the plan would then lose $400 more while waiting, even with the best order after it.',
    ]);
  });

  test("at the second step returns is the next best choice and costs $40", () => {
    // (500 x 4 + 600 x 6 + 400 x 10) / 5 = 1,920 against 1,880
    expect(steps[1]).toMatchObject({ itemId: "refunds", otherId: "returns", priceMinor: 4_000 });
    expect(steps[1]!.sentences[0]).toBe(
      '"Refunds" takes 2 build days and then saves $600 a week, that is $300 a week for each day of work.',
    );
  });

  test("by the horizon the words name it", () => {
    const saved = connectorPlan({ objective: "saved", horizonWeeks: 4 });
    expect(explainSteps(saved, solve(toProblem(saved)), { count: 1 })[0]!.sentences.at(-1)).toContain(
      "save $400 less in the first 4 weeks",
    );
  });

  test("a last item has no other choice, a pinned one says so", () => {
    const pinned = { ...plan, items: plan.items.map((item) => (item.id === "labels" ? { ...item, pinnedPosition: 1 } : item)) };
    const first = explainSteps(pinned, solve(toProblem(pinned)), { count: 1 })[0]!;
    expect(first.sentences).toContain("It stands here because someone pinned it here.");
    expect(first.sentences.at(-1)).toBe("Nothing else can be started at this point.");
  });
});

test("phases: the bundle first, then labels, each with its return a day", () => {
  const { phases, orderFollowsPhases } = phasesOf(plan, solution);
  expect(orderFollowsPhases).toBe(true);
  expect(phases.map(({ number, itemIds, effortDays, valuePerWeekMinor }) => ({ number, itemIds, effortDays, valuePerWeekMinor }))).toEqual([
    { number: 1, itemIds: ["connector", "refunds", "returns"], effortDays: 6, valuePerWeekMinor: 110_000 },
    { number: 2, itemIds: ["labels"], effortDays: 4, valuePerWeekMinor: 40_000 },
  ]);
  expect(phases[1]!.sentence).toBe(
    '"Labels": 4 build days of work for $400 a week. No other bundle of what is left that could be built now, with everything it needs, brings more for each day of work.',
  );
});

describe("why one before the other", () => {
  test("because it is needed", () => {
    expect(whyBefore(plan, solution, { earlier: "connector", later: "refunds" })).toMatchObject({
      kind: "needed",
      priceMinor: null,
      sentence: '"Refunds" needs "Connect the store", so there is no choice.',
    });
  });

  test("because it pays: the best plan with labels before refunds loses $360 more", () => {
    // Connector, returns, labels, refunds: (500 x 4 + 400 x 8 + 600 x 10) / 5 = 2,240 against 1,880.
    // Side by side: (600 x 4 - 400 x 2) / 5 = $320.
    const why = whyBefore(plan, solution, { earlier: "refunds", later: "labels" });
    expect(why).toMatchObject({ kind: "pays", priceMinor: 36_000, exchangeMinor: 32_000, proven: true });
    expect(why.sentence).toBe(
      '"Refunds" brings $600 a week for 2 build days; "Labels" brings $400 a week for 4 build days. The best plan with "Labels" before it loses $360 more while waiting.',
    );
  });

  test("or because it does not matter", () => {
    const twins = { ...plan, items: plan.items.map((item) => (item.id === "returns" ? { ...item, valuePerWeekMinor: 60_000 } : item)) };
    expect(whyBefore(twins, solve(toProblem(twins)), { earlier: "refunds", later: "returns" })).toMatchObject({
      kind: "even",
      priceMinor: 0,
    });
  });
});

describe("how far an estimate may be off before the first step changes", () => {
  test("labels would have to be worth more than $733 a week: 4 days at $183", () => {
    const range = estimateRange(plan, solution, { itemId: "labels", estimate: "valuePerWeekMinor" })!;
    expect(range.low).toBeNull();
    expect(range.high).toBeGreaterThan(73_333 * 0.995);
    expect(range.high).toBeLessThanOrEqual(73_334);
  });

  test("or take less than 2.18 days: $400 at $183 a day", () => {
    const range = estimateRange(plan, solution, { itemId: "labels", estimate: "effortDays" })!;
    expect(range.high).toBeNull();
    expect(range.low).toBeGreaterThanOrEqual(2.1818);
    expect(range.low).toBeLessThan(2.1818 * 1.005);
  });

  test("a value of nothing has no range", () => {
    expect(estimateRange(plan, solution, { itemId: "connector", estimate: "valuePerWeekMinor" })).toBeNull();
  });
});

test("the price of another choice is what trying all orders gives", { timeout: 60_000 }, () => {
  let priced = 0;
  for (const [seed, teams] of [
    [61, 1],
    [62, 2],
  ] as const)
    fc.assert(
      fc.property(
        somePlan({ maxItems: 5, calendar: true, earliest: true, learning: teams === 1, teams }),
        fc.constantFrom<"waiting" | "saved">("waiting", "saved"),
        (drawn, objective) => {
          const plan = { ...drawn, objective };
          const step = stepPrices(plan, solve(toProblem(plan)), { count: 1 })[0]!;
          const withFirst = (id: string) =>
            bruteForceTotal({ ...plan, items: plan.items.map((item) => (item.id === id ? { ...item, pinnedPosition: 1 } : item)) });
          const others = plan.items
            .filter((item) => item.id !== step.itemId && item.prerequisites.length === 0)
            .map((item) => withFirst(item.id));
          const expected = others.length === 0 ? null : priceOf(plan, bruteForceTotal(plan), Math.max(...others));
          priced += Number(expected !== null && expected > 0);
          // Half a minor unit may fall either way.
          expect(Math.abs((step.priceMinor ?? -1) - (expected ?? -1))).toBeLessThanOrEqual(1);
        },
      ),
      { seed, numRuns: 200 },
    );
  expect(priced).toBeGreaterThan(50);
});
