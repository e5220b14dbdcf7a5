import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { somePlan, type PlanKinds } from "#tests/rollout/some-plan.ts";
import { bruteForceTotal } from "./brute-force.fixture.ts";
import { checkCertificate } from "./check-certificate.ts";
import { planProblems } from "./plan-problems.ts";
import { anItem, aPlan } from "./plan.fixture.ts";
import type { RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";
import { orderProblem } from "./schedule.ts";
import { solve } from "./solve.ts";

const waitingAndSaved = (plan: RolloutPlan): RolloutPlan[] => [
  { ...plan, objective: "waiting" },
  { ...plan, objective: "saved" },
];

/** One seed per thousand, so that a failure names a small run to repeat. */
const thousand = (seed: number) => ({ seed, numRuns: 1000 });
const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

function expectBest(plan: RolloutPlan): void {
  const problem = toProblem(plan);
  const solution = solve(problem);
  const best = bruteForceTotal(plan);
  if (!close(solution.total, best)) throw new Error(`found ${solution.total}, best is ${best}`);
  expect(solution.proven).toBe(true);
  expect(solution.bound).toBe(solution.total);
  expect(orderProblem(problem, solution.order)).toBeNull();
  expect(checkCertificate(problem, solution.certificate)).toBeNull();
}

describe("10,000 random plans of up to 8 items give what trying every order gives", () => {
  const kinds: PlanKinds[] = [
    { maxItems: 8 },
    { maxItems: 8, calendar: true },
    { maxItems: 8, earliest: true },
    { maxItems: 8, calendar: true, earliest: true },
  ];
  test.each(Array.from({ length: 10 }, (_, index) => index + 1))("thousand %i", { timeout: 60_000 }, (seed) => {
    expect.hasAssertions();
    const plan = somePlan(kinds[seed % kinds.length]!);
    fc.assert(
      fc.property(plan, (drawn) => {
        for (const counted of waitingAndSaved(drawn)) expectBest(counted);
      }),
      thousand(seed),
    );
  });
});

describe("what else a plan may ask for", () => {
  const check = (kinds: PlanKinds, seed: number, numRuns: number, holds: (plan: RolloutPlan) => void) =>
    fc.assert(
      fc.property(somePlan(kinds), (drawn) => {
        for (const counted of waitingAndSaved(drawn)) holds(counted);
      }),
      { seed, numRuns },
    );

  test("pinned items stand where they are pinned and the rest is best around them", { timeout: 60_000 }, () => {
    let keptPlans = 0;
    let refusedPlans = 0;
    check({ maxItems: 7, calendar: true, earliest: true }, 21, 600, (plan) => {
      const items = plan.items.map((item, index) =>
        index % 3 === 0 ? { ...item, pinnedPosition: ((index * 5) % plan.items.length) + 1 } : item,
      );
      const pinned = { ...plan, items };
      const places = items.flatMap((item) => item.pinnedPosition ?? []);
      if (new Set(places).size < places.length) return;
      const refused = planProblems(pinned).length > 0;
      if (refused !== (bruteForceTotal(pinned) === Number.NEGATIVE_INFINITY))
        throw new Error("refused, but an order exists, or the other way round");
      refusedPlans += Number(refused);
      keptPlans += Number(!refused);
      if (!refused) expectBest(pinned);
    });
    expect(keptPlans).toBeGreaterThan(300);
    expect(refusedPlans).toBeGreaterThan(50);
  });

  test("a family learns and the order uses it", { timeout: 60_000 }, () => {
    check({ maxItems: 7, calendar: true, learning: true, earliest: true }, 22, 300, expectBest);
  });

  test("two teams do as well as any way to share the work between them", { timeout: 60_000 }, () => {
    check({ maxItems: 6, calendar: true, teams: 2 }, 23, 200, expectBest);
  });

  test("three teams, learning and earliest starts together", { timeout: 60_000 }, () => {
    check({ maxItems: 5, calendar: true, learning: true, earliest: true, teams: 3 }, 24, 200, expectBest);
  });

  test.each([
    ["one team", { maxItems: 7, calendar: true }, 31],
    ["earliest starts", { maxItems: 7, earliest: true, calendar: true }, 32],
    ["learning", { maxItems: 7, learning: true }, 33],
    ["two teams", { maxItems: 6, learning: true, teams: 2 }, 34],
  ] as const)("cut short, the order keeps all needs and the printed bound is true: %s", { timeout: 60_000 }, (_, kinds, seed) => {
    let open = 0;
    check(kinds, seed, 300, (plan) => {
      const problem = toProblem(plan);
      const best = bruteForceTotal(plan);
      for (const limits of [{ maxStates: 0 }, { shouldStop: () => true }]) {
        const solution = solve(problem, limits);
        expect(orderProblem(problem, solution.order)).toBeNull();
        expect(solution.total).toBeLessThanOrEqual(best + 1e-9 * Math.abs(best));
        expect(solution.bound).toBeGreaterThanOrEqual(best - 1e-9 * Math.abs(best));
        expect(solution.proven && !close(solution.total, best)).toBe(false);
        open += Number(!solution.proven);
        expect(checkCertificate(problem, solution.certificate)).toBeNull();
      }
    });
    expect(open).toBeGreaterThan(20);
  });

  test("an excluded item leaves the plan", () => {
    const plan = aPlan([anItem("a"), anItem("b", { excluded: true }), anItem("c")]);
    expect(solve(toProblem(plan)).certificate.order).toEqual(["a", "c"]);
  });

  test("a plan without items has an order without items", () => {
    expect(solve(toProblem(aPlan([])))).toMatchObject({ order: [], total: 0, proven: true });
  });

  test("the search says how far it is", () => {
    const positions: number[] = [];
    const plan = aPlan([anItem("a"), anItem("b"), anItem("c", { earliestStartWeek: 1 })]);
    solve(toProblem(plan), { onProgress: ({ placed }) => positions.push(placed) });
    expect(positions).toEqual([1, 2, 3]);
  });
});

test("efforts from seconds to years and values from nothing to billions do not confuse the search", { timeout: 60_000 }, () => {
  expect.hasAssertions();
  const effortDays = fc.oneof(
    fc.constant(0),
    fc.double({ min: 0.001, max: 1, noNaN: true }),
    fc.double({ min: 1, max: 10_000, noNaN: true }),
  );
  const valuePerWeekMinor = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 1, max: 1e12 }));
  const drawn = fc.array(fc.record({ effortDays, valuePerWeekMinor, needs: fc.nat(255), free: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(drawn, (rows) => {
      const items = rows.map(({ needs, free, ...numbers }, at) => {
        const prerequisites = rows.flatMap((_, other) => (!free && other < at && (needs & (1 << other)) !== 0 ? [`i${other}`] : []));
        return anItem(`i${at}`, { ...numbers, prerequisites });
      });
      for (const counted of waitingAndSaved(aPlan(items, { horizonWeeks: 500, freezeWindows: [{ fromWeek: 20, toWeek: 30 }] })))
        expectBest(counted);
    }),
    { seed: 81, numRuns: 1500 },
  );
});

test("a connector worth nothing goes first when what it opens is worth the wait", () => {
  // Connector 2 days, refunds 2 days for 60 a week: 60 / 4 = 15 a day; labels 4 days for 40: 10 a day.
  // Waiting costs 60 x 4 + 40 x 8 = 560; labels first would cost 40 x 4 + 60 x 8 = 640.
  const plan = aPlan([
    anItem("labels", { effortDays: 4, valuePerWeekMinor: 40 }),
    anItem("connector", { kind: "enabler", effortDays: 2, valuePerWeekMinor: 0 }),
    anItem("refunds", { effortDays: 2, valuePerWeekMinor: 60, prerequisites: ["connector"] }),
  ]);
  const { certificate, total, blocks } = solve(toProblem(plan));
  expect(certificate.order).toEqual(["connector", "refunds", "labels"]);
  expect(total).toBe(-560);
  expect(blocks.map(({ effort, worth }) => [effort, worth])).toEqual([
    [4, 60],
    [4, 40],
  ]);
});

test("by the horizon a quick item can beat a richer one", () => {
  // Horizon 2 weeks of 5 days. Big: 9 days, 100 a week: live 0.2 weeks = 20. Small: 5 days, 40 a week: live 1 week = 40.
  // Big first leaves small nothing: 20. Small first leaves big nothing: 40, though big returns 11.1 a day and small 8.
  const items = [anItem("big", { effortDays: 9, valuePerWeekMinor: 100 }), anItem("small", { effortDays: 5, valuePerWeekMinor: 40 })];
  const saved = solve(toProblem(aPlan(items, { objective: "saved", horizonWeeks: 2 })));
  expect(saved.certificate.order[0]).toBe("small");
  expect(saved.total).toBeCloseTo(40, 9);
  expect(solve(toProblem(aPlan(items))).certificate.order[0]).toBe("big");
});
