import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { somePlan } from "#tests/rollout/some-plan.ts";
import { compareOrders } from "./compare-orders.ts";
import { moveItem } from "./move-item.ts";
import { overridePrices, priceOfOrder } from "./override-prices.ts";
import { connectorPlan } from "./plan.fixture.ts";
import { toProblem } from "./problem.ts";
import { savingsCurve } from "./savings-curve.ts";
import { orderProblem } from "./schedule.ts";
import { solve } from "./solve.ts";

describe("the orders side by side", () => {
  const plan = connectorPlan();
  const orders = compareOrders(plan, solve(toProblem(plan)), ["connector", "labels", "refunds", "returns"]);
  const of = (name: string) => orders.find((order) => order.name === name)!;
  const ids = (name: string) => of(name).steps.map((step) => step.id);

  test("the best order loses $1,880 while waiting", () => {
    // (600 x 4 + 500 x 6 + 400 x 10) / 5 = 1,880
    expect(ids("optimal")).toEqual(["connector", "refunds", "returns", "labels"]);
    expect(of("optimal")).toMatchObject({ moneyMinor: 188_000, priceMinor: 0 });
    expect(of("optimal").steps[1]).toEqual({ id: "refunds", startWeek: 0.4, endWeek: 0.8, liveWeek: 0.8 });
  });

  test("rules first puts labels first, as 500 x 0.9 touches beat 200 x 0.8, and that costs $400", () => {
    // (400 x 4 + 600 x 8 + 500 x 10) / 5 = 2,280
    expect(ids("rules-first")).toEqual(["labels", "connector", "refunds", "returns"]);
    expect(of("rules-first")).toMatchObject({ moneyMinor: 228_000, priceMinor: 40_000 });
  });

  test("most complex, most valuable, greedy", () => {
    expect(ids("most-complex")).toEqual(["labels", "connector", "refunds", "returns"]);
    expect(ids("most-valuable")).toEqual(["connector", "refunds", "returns", "labels"]);
    expect(of("most-valuable").priceMinor).toBe(0);
    // Alone the connector returns nothing, so greedy never opens it before labels.
    expect(ids("greedy")).toEqual(["labels", "connector", "refunds", "returns"]);
  });

  test("an own order has its price, and one that cannot be carried out is refused", () => {
    // (400 x 6 + 600 x 8 + 500 x 10) / 5 = 2,440
    expect(of("own").priceMinor).toBe(56_000);
    expect(() => compareOrders(plan, solve(toProblem(plan)), ["refunds", "connector", "labels", "returns"])).toThrow("which it needs");
  });

  test("savings add up week by week", () => {
    // Built after 0.8, 1.2 and 2 weeks. Week 1: 600 x 0.2. Week 2: 600 x 1.2 + 500 x 0.8. Week 3: 600 x 2.2 + 500 x 1.8 + 400.
    expect(of("optimal").curve.slice(0, 4)).toEqual([
      { week: 0, savedMinor: 0 },
      { week: 1, savedMinor: 12_000 },
      { week: 2, savedMinor: 112_000 },
      { week: 3, savedMinor: 262_000 },
    ]);
    expect(of("optimal").curve).toHaveLength(53);
  });
});

test("a ramp and a freeze window hold savings back", () => {
  // Built after 1 week, frozen until week 2, then from 0 to all in 2 weeks: 0, 0, 0, 100 x 0.5 / 2, 100, 200.
  const plan = connectorPlan({ horizonWeeks: 5, ramp: [{ weeksLive: 2, share: 1 }], freezeWindows: [{ fromWeek: 1, toWeek: 2 }] });
  const curve = savingsCurve({ ...plan, items: [{ ...plan.items[0]!, valuePerWeekMinor: 100 }] }, [{ id: "labels", endWeek: 1 }]);
  expect(curve.map((point) => point.savedMinor)).toEqual([0, 0, 0, 25, 100, 200]);
});

describe("an item taken to another place", () => {
  const plan = connectorPlan();
  const best = ["connector", "refunds", "returns", "labels"];

  test("takes what it needs along", () => {
    expect(moveItem(plan, best, { id: "labels", position: 1 })).toEqual({
      order: ["labels", "connector", "refunds", "returns"],
      movedAlong: [],
    });
    expect(moveItem(plan, ["labels", "connector", "refunds", "returns"], { id: "returns", position: 1 })).toEqual({
      order: ["connector", "returns", "labels", "refunds"],
      movedAlong: ["connector"],
    });
  });

  test("keeps what needs it behind it", () => {
    expect(moveItem(plan, best, { id: "connector", position: 4 })).toEqual({
      order: ["labels", "connector", "refunds", "returns"],
      movedAlong: ["refunds", "returns"],
    });
  });

  test("beyond the ends it stays at the end", () => {
    expect(moveItem(plan, best, { id: "labels", position: 99 }).order).toEqual(best);
    expect(() => moveItem(plan, best, { id: "nobody", position: 1 })).toThrow(RangeError);
  });

  test("always leaves an order that can be carried out, and a price of 0 or more", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(somePlan({ maxItems: 8, calendar: true, earliest: true }), fc.nat(), fc.nat(), (drawn, which, where) => {
        const plan = { ...drawn, objective: "saved" as const };
        const problem = toProblem(plan);
        const solution = solve(problem);
        const from = solution.certificate.order;
        const { order } = moveItem(plan, from, { id: from[which % from.length]!, position: 1 + (where % from.length) });
        const indexes = order.map((id) => problem.ids.indexOf(id));
        expect(orderProblem(problem, indexes)).toBeNull();
        expect(priceOfOrder(plan, solution, order)).toBeGreaterThanOrEqual(0);
      }),
      { seed: 51, numRuns: 500 },
    );
  });
});

describe("what a decision of a person costs", () => {
  test("a pin: labels first costs $400", () => {
    const plan = connectorPlan();
    const items = plan.items.map((item) => (item.id === "labels" ? { ...item, pinnedPosition: 1 } : item));
    const pinned = { ...plan, items };
    expect(overridePrices(pinned, solve(toProblem(pinned)))).toEqual([{ itemId: "labels", kind: "pin", priceMinor: 40_000, proven: true }]);
  });

  test("an exclusion: labels would have saved $400 a week for the last two of four weeks", () => {
    const plan = connectorPlan({ objective: "saved", horizonWeeks: 4 });
    const items = plan.items.map((item) => (item.id === "labels" ? { ...item, excluded: true } : item));
    const without = { ...plan, items };
    expect(overridePrices(without, solve(toProblem(without)))).toEqual([
      { itemId: "labels", kind: "exclusion", priceMinor: 80_000, proven: true },
    ]);
  });
});

test("by the horizon, the end of the curve is what the order saves", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(somePlan({ maxItems: 7, calendar: true, earliest: true, learning: true }), (drawn) => {
      const plan = { ...drawn, objective: "saved" as const };
      for (const order of compareOrders(plan, solve(toProblem(plan)))) {
        expect(order.curve.at(-1)!.savedMinor).toBe(order.moneyMinor);
        expect(order.priceMinor).toBeGreaterThanOrEqual(0);
      }
    }),
    { seed: 52, numRuns: 300 },
  );
});
