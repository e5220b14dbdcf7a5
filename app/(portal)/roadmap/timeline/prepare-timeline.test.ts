import { expect, test } from "vitest";
import { ownItem } from "#server/domain/rollout/plan-from-audit.ts";
import { timelineOf } from "./prepare-timeline.ts";

const item = (id: string, prerequisites: string[] = []) => ({
  ...ownItem({
    id,
    title: id.toUpperCase(),
    kind: "initiative" as const,
    effortDays: 5,
    valuePerWeekMinor: { low: 1, point: 1, high: 1 },
  }),
  prerequisites,
});

const planned = (itemId: string, startDay: string, builtDay: string) => ({ itemId, startDay, builtDay, liveDay: builtDay });

test("an item shows where what it needs ends, as a share of the whole time; what is not in the time shows nothing", () => {
  const stored = {
    startsOn: "2026-03-02",
    currency: "USD",
    objective: "saved" as const,
    horizonWeeks: 26,
    buildDaysPerWeek: 3,
    teams: 1,
    learningFactor: 1,
    ramp: [],
    freezeWindows: [],
    captureRate: 0.6,
    valueBasis: "point" as const,
    auditId: null,
    items: [item("store"), item("help"), item("returns", ["store", "help", "there"])],
    ownOrder: null,
  };
  const timeline = timelineOf({
    stored,
    progress: [],
    planned: [
      planned("store", "2026-03-02", "2026-03-09"),
      planned("help", "2026-03-09", "2026-03-16"),
      planned("returns", "2026-03-16", "2026-03-30"),
    ],
  });
  expect(timeline?.rows.map(({ from, to }) => [from, to])).toEqual([
    [0, 0.25],
    [0.25, 0.5],
    [0.5, 1],
  ]);
  expect(timeline?.rows.at(-1)?.after).toEqual([
    { title: "STORE", at: 0.25 },
    { title: "HELP", at: 0.5 },
  ]);
  expect(timeline?.rows[0]?.after).toEqual([]);
});
