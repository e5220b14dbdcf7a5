import fc from "fast-check";
import { expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import type { OpsEvent } from "../event-log/event.ts";
import type { Interval } from "../interval.ts";
import type { Figure } from "../provenance.ts";
import { auditLog } from "./audit-log.ts";
import type { Audit, AuditOptions, TimedSample } from "./audit.ts";
import { changeFigure, dragFigure, hoursFigure, minutesPerTouchFigure, reworkFigure, type AuditFrame } from "./figures.ts";

const frame: AuditFrame = {
  auditId: "a1",
  computedAt: "2026-06-30T00:00:00.000Z",
  from: "2026-06-01",
  to: "2026-06-19",
  weeks: 3,
  rate: { minorPerHour: 3500, currency: "USD", evidence: "assumed", note: "set-up", from: null },
  roleRates: [],
};

const activity = fc.constantFrom("review", "label", "refund");
/** Up to nineteen days of up to three people: dense stretches, gaps, nights, weekends, some with a start, some of nobody. */
const events = fc
  .array(
    fc.record({
      caseId: fc.constantFrom("O1", "O2", "O3", "O4", "O5"),
      activity,
      workflow: fc.constantFrom("returns", "orders"),
      actor: fc.constantFrom("ana", "ben", "cleo"),
      day: fc.integer({ min: 0, max: 18 }),
      minute: fc.oneof(fc.integer({ min: 540, max: 1020 }), fc.integer({ min: 600, max: 640 }), fc.integer({ min: 0, max: 1439 })),
      startedBefore: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null, freq: 4 }),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((rows) =>
    rows.map(({ day, minute, startedBefore, ...row }, i): OpsEvent => {
      const endedAtMs = Date.UTC(2026, 5, 1) + (day * 1440 + minute) * 60_000;
      const startedAtMs = startedBefore === null ? null : endedAtMs - startedBefore * 60_000;
      return { ...row, eventId: `e${i}`, actorKind: "person", endedAtMs, startedAtMs };
    }),
  );
const samples = fc.array(
  fc.record({
    workflow: fc.constantFrom("returns", "orders"),
    activity,
    minutes: fc.oneof(fc.double({ min: 0, max: 12, noNaN: true }), fc.constantFrom(0, 0.1, 5, 999)),
    eventId: fc.constant(null),
  }),
  { maxLength: 20 },
);
const paid = fc.option(fc.integer({ min: 1, max: 45 }), { nil: undefined });

const optionsOf = (timedSamples: readonly TimedSample[], paidHoursAWeek: number | undefined): AuditOptions => ({
  calendar: { ...officeHours("UTC"), ...(paidHoursAWeek === undefined ? {} : { paidHoursAWeek }) },
  loadedRate: { minorPerHour: 3500, currency: "USD" },
  timedSamples,
});

const figuresOf = ({ total, workflows, activities }: Audit): Figure[] =>
  [total, ...workflows, ...activities].flatMap((row) => {
    const place = { workflow: null, activity: null };
    const all = [hoursFigure("Hours", row, place, frame), dragFigure("Drag", row, place, frame), reworkFigure("Again", row, place, frame)];
    return "minutesPerTouch" in row ? [...all, minutesPerTouchFigure(row, place, frame)] : all;
  });

const rangesOf = (audit: Audit): Interval[] => [
  audit.overCapacityMinutes,
  ...[audit.total, ...audit.workflows, ...audit.activities].flatMap(({ minutes, reworkMinutes, hoursPerWeek, drag }) => [
    minutes,
    reworkMinutes,
    hoursPerWeek,
    drag.labourMinor,
    drag.reworkMinor,
    drag.totalMinor,
  ]),
];

test("every range of an audit and of its figures is in order, with the estimate inside, whatever was timed and paid", () => {
  fc.assert(
    fc.property(events, samples, samples, paid, (log, few, more, paidHours) => {
      const audits = [few, more].map((timed) => auditLog(log, optionsOf(timed, paidHours)));
      for (const audit of audits)
        for (const { low, point, high } of rangesOf(audit)) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(point);
          expect(point).toBeLessThanOrEqual(high);
        }
      const [before, after] = audits.map(figuresOf);
      const changes = before!.flatMap((figure, at) => {
        const later = after!.find(({ label }, k) => k === at && label === figure.label);
        return later === undefined ? [] : [changeFigure("Change", figure, later)];
      });
      for (const { value, range } of [...before!, ...changes]) {
        expect(range!.low).toBeLessThanOrEqual(value! + 1e-9);
        expect(value!).toBeLessThanOrEqual(range!.high + 1e-9);
      }
    }),
    { seed: 52, numRuns: 150 },
  );
});

test("a few samples never make a point of a range, and below thirty they never say more than there was time for", () => {
  fc.assert(
    fc.property(events, samples, (log, timed) => {
      const bounded = auditLog(log, optionsOf(timed, undefined)).activities.flatMap((row) => {
        const rest = row.touches - row.recordedMinutes.touches;
        const perTouch = (minutes: number) => Math.max(0, minutes - row.recordedMinutes.winsorised) / rest;
        const bounds = { low: perTouch(row.boundsMinutes.low), high: perTouch(row.boundsMinutes.high) };
        // Of work outside of the paid hours end times say nothing.
        return rest === 0 || bounds.high === 0 || bounds.high < bounds.low
          ? []
          : [{ ...row.minutesPerTouch, bounds, samples: row.samples }];
      });
      for (const { point, high, bounds } of bounded) {
        expect(point).toBeLessThanOrEqual(bounds.high + 1e-9);
        expect(high).toBeLessThanOrEqual(bounds.high + 1e-9);
      }
      for (const { low, point, high, bounds } of bounded.filter((row) => row.samples < 5)) {
        expect(low).toBeLessThan(high);
        expect(point).toBeGreaterThanOrEqual(bounds.low - 1e-9);
      }
    }),
    { seed: 54, numRuns: 200 },
  );
});

test("the hours a week of a log's people never exceed what they are paid, whichever days the log holds", () => {
  fc.assert(
    fc.property(events, samples, fc.integer({ min: 1, max: 45 }), (log, timed, paidHours) => {
      const { total } = auditLog(log, optionsOf(timed, paidHours));
      const people = new Set(log.map(({ actor }) => actor)).size;
      expect(total.hoursPerWeek.high).toBeLessThanOrEqual(people * Math.min(40, paidHours) + 1e-9);
      const bySource = log.map((event): OpsEvent => ({ ...event, source: event.workflow ?? "" }));
      for (const { hoursPerWeek } of auditLog(bySource, optionsOf(timed, paidHours)).workflows)
        expect(hoursPerWeek.high).toBeLessThanOrEqual(people * Math.min(40, paidHours) + 1e-9);
    }),
    { seed: 53, numRuns: 150 },
  );
});
