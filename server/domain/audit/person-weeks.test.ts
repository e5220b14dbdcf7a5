import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { auditLog } from "./audit-log.ts";
import { withinPaid } from "./person-weeks.ts";
import type { AuditOptions } from "./audit.ts";

const options: AuditOptions = {
  calendar: officeHours("UTC"),
  loadedRate: { minorPerHour: 3500, currency: "USD" },
  timedSamples: [],
};
const monday = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;

describe("a week brought within what is paid of it", () => {
  test("is left alone where it fits", () => {
    const fits = [
      { low: 0.1, point: 0.2, high: 0.9 },
      { low: 0, point: 5, high: 7 },
    ];
    // To the last digit: 0.2 + (0.9 - 0.2) is 0.8999999999999999, and nothing is over capacity here.
    expect(withinPaid(fits, 10)).toEqual(fits);
  });

  test("keeps what is known well, also beside an activity that may take anything", () => {
    // 600 paid. High ends alone would be cut to 600 / 10,500 of them: 28.6 for the first, below its low end of 480.
    const week = withinPaid(
      [
        { low: 480, point: 490, high: 500 },
        { low: 10, point: 60, high: 10_000 },
      ],
      600,
    );
    expect(week[0]!.low).toBe(480);
    expect(week[0]!.point).toBe(490);
    // 50 minutes are left above the estimates, and go to where the range is wide: 10 of 9,950 to the first.
    expect(week[0]!.high).toBeCloseTo(490 + (50 * 10) / 9_950, 9);
    expect(week[1]!.high).toBeCloseTo(60 + (50 * 9_940) / 9_950, 9);
  });

  test("is in order and within it, whatever the ranges are, and no range becomes a point", () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 0, max: 90_000 }))
      .map(([low, up, further]) => ({ low, point: low + up, high: low + up + further }));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 4_000 }), (week, paid) => {
        const within = withinPaid(week, paid);
        const sum = { low: 0, point: 0, high: 0 };
        for (const [at, { low, point, high }] of within.entries()) {
          expect(low).toBeLessThan(point);
          expect(point).toBeLessThanOrEqual(high + 1e-9);
          expect(high).toBeLessThanOrEqual(week[at]!.high + 1e-9);
          sum.low += low;
          sum.point += point;
          sum.high += high;
        }
        const whole = (figure: "low" | "point" | "high") => week.reduce((total, each) => total + each[figure], 0);
        expect(sum.high).toBeLessThanOrEqual(paid + 1e-6);
        expect(sum.point).toBeCloseTo(Math.min(paid, whole("point")), 6);
        expect(sum.high).toBeCloseTo(Math.min(paid, whole("high")), 6);
      }),
      { seed: 51, numRuns: 300 },
    );
  });
});

test("an activity that is timed well keeps a range in order beside one that may have taken anything", () => {
  // Ana approves and refunds by turns, every ten minutes from nine to five of five days: 120 of each in a week of 2,400 paid minutes.
  const events = [0, 1, 2, 3, 4].flatMap((day) =>
    Array.from({ length: 48 }, (_, i): OpsEvent => {
      const endedAtMs = monday + day * 24 * HOUR + 9 * HOUR + (i + 1) * 10 * 60_000;
      const activity = i % 2 === 0 ? "approve" : "refund";
      return anEvent({ eventId: `${day} ${i}`, caseId: `${day} ${i}`, actor: "ana", activity, endedAtMs });
    }),
  );
  const timedSamples = Array.from({ length: 30 }, (_, i) => ({
    workflow: null,
    activity: "approve",
    minutes: 3.9 + (i % 3) / 10,
    eventId: null,
  }));
  const assumedMinutes = new Map([["refund", { low: 1, point: 5, high: 100 }]]);
  const { activities, total } = auditLog(events, { ...options, timedSamples, assumedMinutes });
  const approve = activities.find(({ activity }) => activity === "approve")!;
  // 120 x 4 minutes. The high ends together are some 12,500 minutes: a fifth of each would leave approvals about 95, far below their low end.
  expect(approve.minutes.point).toBeCloseTo(480, 6);
  expect(approve.minutes.low).toBeGreaterThan(0.95 * 480);
  expect(approve.minutes.high).toBeGreaterThan(480);
  expect(total.minutes.high).toBeCloseTo(2_400, 6);
});

describe("hours a week", () => {
  test("of four people who are paid four hours are never more than sixteen, also where the window ends within a week", () => {
    // Each of them is at it from nine to five, Monday to Friday of two weeks and Monday to Wednesday of a third: 17 days.
    const days = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16];
    const events = ["ana", "ben", "cleo", "dan"].flatMap((actor) =>
      days.flatMap((day) =>
        Array.from({ length: 16 }, (_, half): OpsEvent => {
          const endedAtMs = monday + day * 24 * HOUR + 9.5 * HOUR + half * (HOUR / 2);
          return anEvent({ eventId: `${actor} ${day} ${half}`, caseId: `${day}`, actor, activity: "review", endedAtMs });
        }),
      ),
    );
    const audit = auditLog(events, { ...options, calendar: { ...options.calendar, paidHoursAWeek: 4 } });
    expect(audit.window.weeks).toBeCloseTo(17 / 7, 12);
    expect(audit.total.hoursPerWeek.high).toBeCloseTo(16, 9);
    expect(audit.total.hoursPerWeek.low).toBeGreaterThan(0);
  });

  test("of what one source shows for part of a week are no more than is paid of that part, whatever others show before", () => {
    // The desk's log begins on Wednesday of the second week and ends with the third: 12 days. Ana is at it from nine to five.
    const days = [9, 10, 11, 14, 15, 16, 17, 18, 20];
    const desk = days.flatMap((day) =>
      Array.from({ length: 16 }, (_, half): OpsEvent => {
        const endedAtMs = monday + day * 24 * HOUR + 9.5 * HOUR + half * (HOUR / 2);
        const place = { eventId: `${day} ${half}`, caseId: `${day}`, workflow: "returns", source: "desk" };
        return anEvent({ ...place, actor: "ana", activity: "review", endedAtMs });
      }),
    );
    const before = anEvent({ eventId: "b", workflow: "stock", source: "orders", actor: "bo", endedAtMs: monday + 10 * HOUR });
    const audit = auditLog([before, ...desk], { ...options, calendar: { ...options.calendar, paidHoursAWeek: 4 } });
    const returns = audit.workflows.find(({ workflow }) => workflow === "returns")!;
    expect(returns.weeks).toBeCloseTo(12 / 7, 12);
    expect(returns.hoursPerWeek.high).toBeCloseTo(4, 9);
  });

  test("of a log of three days are those of a week: nothing is cut as if four days were missing", () => {
    const events = [0, 1, 2].flatMap((day) => {
      const endedAtMs = monday + day * 24 * HOUR + 17 * HOUR;
      return [0, 4].map((ago) => {
        const ended = endedAtMs - ago * HOUR;
        return anEvent({ eventId: `${day} ${ago}`, caseId: `${day}`, actor: "ana", startedAtMs: ended - 4 * HOUR, endedAtMs: ended });
      });
    });
    expect(auditLog(events, options).total.hoursPerWeek.point).toBe(24);
  });
});
