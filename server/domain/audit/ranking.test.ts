import { describe, expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { auditLog } from "./audit-log.ts";
import type { DecisionFindings, WorkflowAudit } from "./audit.ts";
import { quadrants, ranksUnder } from "./quadrant.ts";
import { rankRanges } from "./rank-ranges.ts";

/** Workflows with so many touches of six minutes each, and an interval of drag of the given width around the point. */
function workflows(
  touches: Record<string, number>,
  width: number,
  decisions: ReadonlyMap<string, DecisionFindings> = new Map(),
): WorkflowAudit[] {
  const events = Object.entries(touches).flatMap(([workflow, count]) =>
    Array.from({ length: count }, (_, i) =>
      anEvent({
        eventId: `${workflow}${i}`,
        caseId: `${workflow}${i}`,
        actor: workflow,
        workflow,
        endedAtMs: Date.UTC(2026, 2, 2, 9) + i * 600_000,
      }),
    ),
  );
  const { workflows: rows } = auditLog(events, {
    calendar: officeHours("UTC"),
    loadedRate: { minorPerHour: 3500, currency: "USD" },
    timedSamples: [],
    decisions,
    assumedMinutes: new Map([["review", { low: 6 / width, point: 6, high: 6 * width }]]),
  });
  return rows;
}

describe("rank ranges", () => {
  test("are certain when the figures are", () => {
    expect(rankRanges(workflows({ orders: 20, returns: 10 }, 1.001))).toEqual([
      { workflow: "orders", low: 1, high: 1, first: 1 },
      { workflow: "returns", low: 2, high: 2, first: 0 },
    ]);
  });

  test("overlap when the intervals do, about equally often for equal figures", () => {
    const [orders, returns] = rankRanges(workflows({ orders: 20, returns: 20 }, 3));
    expect([orders!.low, orders!.high, returns!.low, returns!.high]).toEqual([1, 2, 1, 2]);
    expect(Math.abs(orders!.first - 0.5)).toBeLessThan(0.05);
  });
});

test("in every draw what has no known decisions stays below what has a score", () => {
  const decisions = new Map([["orders", { rulesBasedness: { low: 0.01, point: 0.02, high: 0.03 }, automatableShare: 0.5 }]]);
  expect(rankRanges(workflows({ orders: 2, returns: 200 }, 3, decisions))).toEqual([
    { workflow: "orders", low: 1, high: 1, first: 1 },
    { workflow: "returns", low: 2, high: 2, first: 0 },
  ]);
});

test("the quadrant says where to begin, and does not guess without decisions", () => {
  const findings = (point: number): DecisionFindings => ({ rulesBasedness: { low: point, point, high: point }, automatableShare: 0.5 });
  const decisions = new Map([
    ["orders", findings(0.9)],
    ["returns", findings(0.2)],
    ["carrier", findings(0.8)],
  ]);
  const counted = workflows({ orders: 30, returns: 20, carrier: 5, routing: 5, stock: 12 }, 1.1, decisions);
  const points = quadrants(counted.map((row) => ({ ...row, weeks: 2 })));
  expect(Object.fromEntries(points.map(({ workflow, touchesPerWeek, quadrant }) => [workflow, [touchesPerWeek, quadrant]]))).toEqual({
    carrier: [2.5, "automate when the first are done"],
    orders: [15, "automate first"],
    returns: [10, "find the rule first"],
    stock: [6, "decisions unknown"],
    routing: [2.5, "decisions unknown"],
  });
});

test("what machines do again is nobody's work done again", () => {
  const [orders, returns] = workflows({ orders: 30, returns: 20 }, 1.1, new Map());
  const again = [
    { ...orders!, rework: { sameActor: 0, otherActor: 44_000 }, reworkMinutes: { low: 0, point: 0, high: 0 } },
    { ...returns!, rework: { sameActor: 3, otherActor: 0 }, reworkMinutes: { low: 3, point: 6, high: 9 } },
  ];
  expect(ranksUnder(again).map(({ ranks }) => ranks.rework)).toEqual([2, 1]);
});

test("other weights give other ranks, and equal figures share one", () => {
  const decisions = new Map([["orders", { rulesBasedness: { low: 0, point: 0.1, high: 0.2 }, automatableShare: 0.5 }]]);
  const ranks = ranksUnder(workflows({ orders: 20, returns: 30 }, 1.1, decisions));
  expect(ranks).toEqual([
    { workflow: "orders", ranks: { score: 1, drag: 2, hours: 2, touches: 2, rework: 1 } },
    { workflow: "returns", ranks: { score: 2, drag: 1, hours: 1, touches: 1, rework: 1 } },
  ]);
});
