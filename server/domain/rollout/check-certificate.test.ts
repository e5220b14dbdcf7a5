import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { somePlan } from "#tests/rollout/some-plan.ts";
import type { Certificate } from "./certificate.ts";
import { checkCertificate } from "./check-certificate.ts";
import { anItem, aPlan } from "./plan.fixture.ts";
import { toProblem } from "./problem.ts";
import { schedule } from "./schedule.ts";
import { solve } from "./solve.ts";

// Two blocks: {connector, refunds, returns} at (60 + 50) / 6 = 18.3 a day, then {labels} at 10.
const problem = toProblem(
  aPlan([
    anItem("labels", { effortDays: 4, valuePerWeekMinor: 40 }),
    anItem("connector", { kind: "enabler", effortDays: 2, valuePerWeekMinor: 0 }),
    anItem("refunds", { effortDays: 2, valuePerWeekMinor: 60, prerequisites: ["connector"] }),
    anItem("returns", { effortDays: 2, valuePerWeekMinor: 50, prerequisites: ["connector"] }),
  ]),
);
const { certificate } = solve(problem);

describe("a certificate is accepted as it is and rejected when anything that matters is changed", () => {
  test("as it is", () => {
    // 60 x 4 + 50 x 6 + 40 x 10 = 940
    expect(certificate.order).toEqual(["connector", "refunds", "returns", "labels"]);
    expect(certificate.total).toBe(-940);
    expect(checkCertificate(problem, certificate)).toBeNull();
    expect(checkCertificate(problem, JSON.parse(JSON.stringify(certificate)))).toBeNull();
  });

  const tampered: [string, Partial<Certificate>][] = [
    ["a better total", { total: -939 }],
    ["a better total and bound", { total: -939, bound: -939 }],
    ["a worse total", { total: -941 }],
    ["a looser bound", { bound: -900 }],
    ["a tighter bound", { bound: -950 }],
    ["an item before what it needs", { order: ["refunds", "connector", "returns", "labels"] }],
    ["another order with the old total", { order: ["connector", "returns", "refunds", "labels"] }],
    ["another order across parts", { order: ["labels", "connector", "refunds", "returns"] }],
    ["an item twice", { order: ["connector", "refunds", "refunds", "labels"] }],
    ["an item missing", { order: ["connector", "refunds", "returns"] }],
    ["an unknown item", { order: ["connector", "refunds", "returns", "label"] }],
    ["parts in the wrong order", { parts: certificate.parts.toReversed() }],
    ["a part missing", { parts: certificate.parts.slice(0, 1) }],
    ["no proof that the parts are parts", { moved: [] }],
    ["value moved the wrong way", { moved: certificate.moved.map((move) => ({ ...move, from: move.to, to: move.from })) }],
    ["more value moved than there is", { moved: certificate.moved.map((move) => ({ ...move, amount: 100 })) }],
    ["negative value moved", { moved: certificate.moved.map((move) => ({ ...move, amount: -move.amount })) }],
  ];
  test.each(tampered)("%s", (_, change) => {
    expect(checkCertificate(problem, { ...certificate, ...change })).not.toBeNull();
  });

  test("an honest certificate of a worse order: its own total, called the bound", () => {
    const order = ["connector", "returns", "refunds", "labels"];
    const total = -950; // 50 x 4 + 60 x 6 + 40 x 10 = 960, so 950 is neither its total nor the optimum
    expect(checkCertificate(problem, { ...certificate, order, total, bound: total })).not.toBeNull();
    expect(checkCertificate(problem, { ...certificate, order, total: -960, bound: -960 })).toBe("the bound is -940, not -960");
  });

  test("a part that is not as rich as a bundle inside it", () => {
    // One part of everything would hide that {refunds, returns, connector} comes before labels; two false parts claim otherwise.
    const parts = [
      { items: ["labels"], enumerated: true },
      { items: ["connector", "refunds", "returns"], enumerated: true },
    ];
    const order = ["labels", "connector", "refunds", "returns"];
    // 40 x 4 + 60 x 8 + 50 x 10 = 1140
    const claim = { ...certificate, order, total: -1140, bound: -1140, parts };
    expect(checkCertificate(problem, claim)).toBe("value a day rises from one part to the next");
  });
});

test("on random plans a swap of two items or a shifted figure is always noticed", { timeout: 60_000 }, () => {
  const kinds = [{ maxItems: 7 }, { maxItems: 6, calendar: true, earliest: true, learning: true }, { maxItems: 5, teams: 2 }];
  let swapped = 0;
  for (const [seed, kind] of kinds.entries())
    fc.assert(
      fc.property(somePlan(kind), fc.nat(), fc.constantFrom<"waiting" | "saved">("waiting", "saved"), (plan, at, objective) => {
        const problem = toProblem({ ...plan, objective });
        const { certificate, order } = solve(problem);
        const step = 1 + Math.abs(certificate.total) / 1000;
        for (const by of [step, -step]) {
          expect(checkCertificate(problem, { ...certificate, total: certificate.total + by })).not.toBeNull();
          expect(checkCertificate(problem, { ...certificate, bound: certificate.bound + by })).not.toBeNull();
          expect(
            checkCertificate(problem, { ...certificate, total: certificate.total + by, bound: certificate.bound + by }),
          ).not.toBeNull();
        }
        if (order.length < 2) return;
        const first = at % (order.length - 1);
        const other = order.with(first, order[first + 1]!).with(first + 1, order[first]!);
        if (Math.abs(schedule(problem, other).total - certificate.total) < 1e-6) return;
        swapped += 1;
        const ids = other.map((item) => problem.ids[item]!);
        expect(checkCertificate(problem, { ...certificate, order: ids })).not.toBeNull();
      }),
      { seed: 40 + seed, numRuns: 300 },
    );
  expect(swapped).toBeGreaterThan(200);
});
