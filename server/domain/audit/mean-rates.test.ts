import { expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { auditInDepth } from "./audit-in-depth.ts";

const HOUR = 3_600_000;
const nine = Date.UTC(2026, 2, 2, 9);
/** A touch of whole hours on Monday, from nine on. */
const touch = (eventId: string, { actor, role, activity, hours }: { actor: string; role?: string; activity: string; hours: number }) =>
  anEvent({
    eventId,
    caseId: eventId,
    actor,
    activity,
    workflow: "supplier-po",
    startedAtMs: nine,
    endedAtMs: nine + hours * HOUR,
    ...(role === undefined ? {} : { role }),
  });

// One hour by a buyer and three by somebody without a role on the chase; two by the buyer alone on the order.
const events = [
  touch("e1", { actor: "bo", role: "buyer", activity: "chase", hours: 1 }),
  touch("e2", { actor: "di", activity: "chase", hours: 3 }),
  touch("e3", { actor: "bo", role: "buyer", activity: "order", hours: 2 }),
];
const found = (ratesByRole: ReadonlyMap<string, number>) =>
  auditInDepth(events, {
    calendar: officeHours("UTC"),
    loadedRate: { minorPerHour: 3_500, currency: "USD" },
    ratesByRole,
    timedSamples: [],
    nowMs: nine + 10 * HOUR,
    kindsSaid: new Map(),
    definitions: [],
  }).audit;

test("each activity costs the mean rate of those who do it, each by the time it took them", () => {
  const { activities, total, workflows } = found(new Map([["buyer", 5_000]]));
  const priced = activities.map(({ activity, minorPerHour, drag }) => [activity, minorPerHour, drag.totalMinor.point]);
  expect(new Set(priced)).toEqual(
    new Set([
      ["chase", (1 * 5_000 + 3 * 3_500) / 4, 52 * (1 * 5_000 + 3 * 3_500)],
      ["order", 5_000, 52 * 2 * 5_000],
    ]),
  );
  // Six hours in all, three of them the buyer's.
  expect(total.minorPerHour).toBe(4_250);
  expect(total.drag.totalMinor.point).toBe(52 * 6 * 4_250);
  expect(workflows[0]!.drag).toEqual(total.drag);
});

test("a rate of a role that nobody has, or that is the default's, changes nothing", () => {
  expect(found(new Map([["pilot", 9_900]]))).toEqual(found(new Map()));
  expect(found(new Map([["buyer", 3_500]]))).toEqual(found(new Map()));
});
