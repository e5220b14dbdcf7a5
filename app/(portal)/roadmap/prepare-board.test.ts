import { expect, test } from "vitest";
import { boardParts, phaseState } from "./prepare-board.ts";

const phase = (number: number, itemIds: string[]) => ({
  number,
  itemIds,
  effortDays: 1,
  valuePerWeekMinor: 1,
  returnPerDayMinor: 1,
  sentence: "",
});
const item = (id: string) => ({
  id,
  title: id,
  kind: "initiative" as const,
  workflow: null,
  effortDays: 1,
  effortEvidence: "assumed" as const,
  valuePerWeekMinor: { low: 1, point: 1, high: 1 },
  valueEvidence: "assumed" as const,
  valueFrom: "entry" as const,
  hoursPerWeek: null,
  prerequisites: [],
  earliestStartDay: null,
  family: null,
  pinnedPosition: null,
  excluded: false,
  alreadyThere: null,
  touchesPerWeek: null,
  rulesShare: null,
  gate: null,
  firstPlannedDay: null,
});
const stored = {
  startsOn: "2026-01-12",
  objective: "saved" as const,
  horizonWeeks: 26,
  buildDaysPerWeek: 3,
  teams: 1,
  learningFactor: 1,
  ramp: [],
  freezeWindows: [],
  captureRate: 0.6,
  valueBasis: "point" as const,
  currency: "USD",
  auditId: null,
  ownOrder: null,
  items: ["a", "b", "c"].map(item),
};

test("a phase that another one interrupts is said to continue", () => {
  const parts = boardParts({ stored, phases: [phase(1, ["a", "c"]), phase(2, ["b"])] }, ["a", "b", "c"]);
  expect(parts.map(({ phase: found, continued, rows }) => [found?.number, continued, rows.map(({ place }) => place)])).toEqual([
    [1, false, [1]],
    [2, false, [2]],
    [1, true, [3]],
  ]);
});

test("a phase whose items are built is not done before the last gate has held", () => {
  const row = (itemId: string, state: "built" | "done" | "slipped") => ({
    itemId,
    state,
    ownerUserId: null,
    startedAt: null,
    builtAt: null,
    doneAt: null,
    actualEffortDays: null,
  });
  const both = phase(1, ["a", "b"]);
  expect(phaseState(both, { progress: [row("a", "done"), row("b", "built")] })).toBe("built, gates open");
  expect(phaseState(both, { progress: [row("a", "done"), row("b", "done")] })).toBe("done");
  expect(phaseState(both, { progress: [row("a", "slipped"), row("b", "done")] })).toBe("slipping back");
});
