import { expect, test } from "vitest";
import { mondayOf, officeHours } from "../effort/work-calendar.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { auditOfTotals } from "./audit-log.ts";
import { totalsInDepth } from "./audit-in-depth.ts";
import type { Totals } from "./totals.ts";
import { partsOfWeeks, totalsOfWeeks } from "./weeks-of-totals.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const monday = mondayOf(Date.UTC(2026, 2, 30) / DAY_MS); // 30 March 2026: the week after begins in April.

const options = {
  calendar: officeHours("UTC"),
  loadedRate: { minorPerHour: 3500, currency: "USD" },
  timedSamples: [],
};
/** So many recorded hours by one person on a day, counted from that Monday. */
const worked = (day: number, hours: number, actor = "ana"): OpsEvent => {
  const endedAtMs = (monday + day) * DAY_MS + 9 * HOUR_MS + hours * HOUR_MS;
  const eventId = `${actor}${day}`;
  return anEvent({ eventId, caseId: eventId, actor, workflow: "returns", startedAtMs: endedAtMs - hours * HOUR_MS, endedAtMs });
};
const totalsOf = (events: readonly OpsEvent[]): Totals =>
  totalsInDepth(events, { ...options, kindsSaid: new Map(), definitions: [] }).totals;
const hoursOf = (totals: Totals, weeks: number, from = monday) =>
  auditOfTotals(totalsOfWeeks(totals, { monday: from, weeks }), {
    ...options,
    window: { fromMs: from * DAY_MS, toMs: (from + 7 * weeks) * DAY_MS },
  });

// Sunday before: 1 h. First week: 2 h on Monday, 3 h on Sunday. Second: 1 h on Monday. Third: 2 h on Tuesday.
const events = [worked(-1, 1), worked(0, 2), worked(6, 3), worked(7, 1), worked(15, 2)];

test("a week has what was done from its Monday to its Sunday, over the end of a month too", () => {
  const totals = totalsOf(events);
  expect(hoursOf(totals, 1).total).toMatchObject({ touches: 2, hoursPerWeek: { point: 5 } });
  expect(hoursOf(totals, 1, monday + 7).total).toMatchObject({ touches: 1, hoursPerWeek: { point: 1 } });
  expect(hoursOf(totals, 3).total.touches).toBe(4);
  expect(hoursOf(totals, 3).total.hoursPerWeek.point).toBeCloseTo((5 + 1 + 2) / 3, 9);
});

test("weeks without work have none, and are weeks all the same", () => {
  const { total, window } = hoursOf(totalsOf(events), 2, monday + 70);
  expect([total.touches, total.hoursPerWeek.point, window.weeks]).toEqual([0, 0, 2]);
});

test("of a log that has only those weeks they say what the audit of the whole log says", () => {
  const own = events.filter(({ endedAtMs }) => endedAtMs >= monday * DAY_MS && endedAtMs < (monday + 21) * DAY_MS);
  const window = { fromMs: monday * DAY_MS, toMs: (monday + 21) * DAY_MS };
  const whole = auditOfTotals(totalsOf(own), { ...options, window });
  const found = hoursOf(totalsOf(events), 3);
  expect(found.activities.map(({ minutes, drag, touches }) => [minutes, drag, touches])).toEqual(
    whole.activities.map(({ minutes, drag, touches }) => [minutes, drag, touches]),
  );
});

test("only the parts of their months are read", () => {
  expect(partsOfWeeks({ monday, weeks: 1 })).toEqual([
    "recorded",
    "roles",
    "roll-ups 2026-03",
    "weeks 2026-03",
    "roll-ups 2026-04",
    "weeks 2026-04",
  ]);
});
