import { describe, expect, test } from "vitest";
import { checkCertificate } from "./check-certificate.ts";
import { compareOrders } from "./compare-orders.ts";
import { anItem, aPlan } from "./plan.fixture.ts";
import type { RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";
import { solve } from "./solve.ts";

/** Items that need nothing from each other, with efforts and values that go through all residues: no two are alike. */
function unrelated(count: number, values: Partial<RolloutPlan> = {}): RolloutPlan {
  const items = Array.from({ length: count }, (_, index) =>
    anItem(`i${index}`, { effortDays: 1 + ((index * 7) % 31), valuePerWeekMinor: 100 * (1 + ((index * 11) % 37)) }),
  );
  return aPlan(items, values);
}

const halfBuilt = { objective: "saved", horizonWeeks: 50, freezeWindows: [{ fromWeek: 20, toWeek: 25 }] } as const;

describe("what is too large to prove is answered with the best order found, a true bound and the gap", () => {
  test("30 unrelated items, half of them before the horizon, few states allowed", { timeout: 60_000 }, () => {
    const plan = unrelated(30, halfBuilt);
    const problem = toProblem(plan);
    const solution = solve(problem, { maxStates: 20_000 });
    expect(solution).toMatchObject({ proven: false, cutShort: true });
    const gap = (solution.bound - solution.total) / solution.total;
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(0.05);
    expect(checkCertificate(problem, solution.certificate)).toBeNull();
    // With the usual limit the same plan is proven, between what was found and the bound.
    const proven = solve(problem);
    expect(proven.proven).toBe(true);
    expect(solution.states).toBeLessThan(proven.states);
    expect(proven.total).toBeGreaterThanOrEqual(solution.total);
    expect(proven.total).toBeLessThanOrEqual(solution.bound);
    for (const other of compareOrders(plan, solution)) expect(other.priceMinor).toBeGreaterThanOrEqual(0);
  });

  test("a search that is stopped says so and keeps what it has", { timeout: 60_000 }, () => {
    let asked = 0;
    const solution = solve(toProblem(unrelated(30, halfBuilt)), { shouldStop: () => (asked += 1) > 20 });
    expect(solution).toMatchObject({ proven: false, cutShort: true });
    expect(new Set(solution.order).size).toBe(30);
    expect(solution.bound).toBeGreaterThan(solution.total);
  });

  test("40 items by the horizon are not searched but bounded", { timeout: 60_000 }, () => {
    const problem = toProblem(unrelated(40, halfBuilt));
    const solution = solve(problem);
    expect(solution).toMatchObject({ states: 0, cutShort: true });
    expect((solution.bound - solution.total) / solution.total).toBeLessThan(0.05);
    expect(checkCertificate(problem, solution.certificate)).toBeNull();
  });
});

describe("what is large but falls apart is proven", () => {
  test("60 unrelated items: by value per day, each a block of its own", () => {
    const problem = toProblem(unrelated(60));
    const solution = solve(problem);
    expect(solution.proven).toBe(true);
    const rates = solution.order.map((item) => problem.worth[item]! / problem.effort[item]!);
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(checkCertificate(problem, solution.certificate)).toBeNull();
  });

  test("20 connectors that open two items each, some shared", () => {
    const connectors = Array.from({ length: 20 }, (_, index) =>
      anItem(`c${index}`, { kind: "enabler", effortDays: 1 + (index % 5), valuePerWeekMinor: 0 }),
    );
    const opened = Array.from({ length: 40 }, (_, index) =>
      anItem(`a${index}`, {
        effortDays: 1 + ((index * 3) % 11),
        valuePerWeekMinor: 100 * (1 + ((index * 13) % 41)),
        prerequisites: [`c${index % 20}`, ...(index % 4 === 0 ? [`c${(index + 7) % 20}`] : [])],
      }),
    );
    const problem = toProblem(aPlan([...connectors, ...opened]));
    const solution = solve(problem);
    expect(solution.proven).toBe(true);
    expect(checkCertificate(problem, solution.certificate)).toBeNull();
  });
});
