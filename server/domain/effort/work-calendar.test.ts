import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf } from "../event-log/columns.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { touchBounds } from "./touch-bounds.ts";
import { mondayOf, officeHours, shiftClock, type WorkCalendar } from "./work-calendar.ts";

const HOUR = 3_600_000;
const dayOf = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;
const shift = (from: number, to: number) => ({ startMinute: from * 60, endMinute: to * 60 });
const every = (one: ReturnType<typeof shift> | null): WorkCalendar["shifts"] => Array.from({ length: 7 }, () => one);

describe("a team with its own calendar", () => {
  test("elsewhere works on the workspace's days by its own clock, a night shift on two of them", () => {
    // Manila is 8 hours ahead all year: 09:00 to 18:00 there is 01:00 to 10:00 UTC, and 20:00 to 05:00 in New York in winter.
    const manila: WorkCalendar = { zone: "Asia/Manila", shifts: every(shift(9, 18)), freeDays: new Set() };
    const shifts = shiftClock(officeHours("America/New_York"), () => manila).of("ana");
    const day = dayOf(2026, 1, 14);
    // 00:00 to 05:00 of the shift that began the evening before, and 20:00 to 24:00 of the next.
    expect(shifts.paidMsOfDay(day) / HOUR).toBe(9);
    const at = (hour: number) => Date.UTC(2026, 0, 14, hour + 5);
    expect(shifts.overlapMs(at(3), at(7), day) / HOUR).toBe(2);
    expect(shifts.overlapMs(at(6), at(19), day)).toBe(0);
    expect(shifts.overlapMs(at(6), at(30), day) / HOUR).toBe(4);
  });

  test("keeps its hours where the clocks change: 09:00 there is another instant, and a night across the change its true length", () => {
    const berlin: WorkCalendar = { zone: "Europe/Berlin", shifts: every(shift(0, 8)), freeDays: new Set() };
    const shifts = shiftClock(officeHours("Europe/Berlin"), () => berlin).of("ana");
    expect(shifts.paidMsOfDay(dayOf(2026, 3, 28)) / HOUR).toBe(8);
    expect(shifts.paidMsOfDay(dayOf(2026, 3, 29)) / HOUR).toBe(7);
    expect(shifts.paidMsOfDay(dayOf(2026, 10, 25)) / HOUR).toBe(9);
  });

  test("is not paid on its holidays, and in a week at most for its paid hours", () => {
    const friday = dayOf(2026, 1, 16);
    const days = officeHours("UTC");
    const holiday = shiftClock(days, () => ({ ...days, freeDays: new Set([friday]) })).of("ana");
    expect(holiday.paidMsOfDay(friday)).toBe(0);
    expect(holiday.paidMsOfWeek(friday) / HOUR).toBe(32);
    const partTime = shiftClock(days, () => ({ ...days, paidHoursAWeek: 20 })).of("ana");
    expect(partTime.paidMsOfDay(friday) / HOUR).toBe(8);
    expect(partTime.paidMsOfWeek(friday) / HOUR).toBe(20);
  });

  test("may work through the night: each of the two days has its part", () => {
    const night: WorkCalendar = { zone: "UTC", shifts: every({ startMinute: 22 * 60, endMinute: 30 * 60 }), freeDays: new Set() };
    const shifts = shiftClock(officeHours("UTC"), () => night).of("ana");
    const day = dayOf(2026, 1, 14);
    const at = (hour: number) => Date.UTC(2026, 0, 14, hour);
    expect(shifts.paidMsOfDay(day) / HOUR).toBe(8);
    expect(shifts.overlapMs(at(0), at(12), day) / HOUR).toBe(6);
    expect(shifts.overlapMs(at(12), at(24), day) / HOUR).toBe(2);
  });

  test("leaves all others on the workspace's calendar", () => {
    const days = officeHours("UTC");
    const clock = shiftClock(days, (actor) => (actor === "ana" ? { ...days, paidHoursAWeek: 20 } : null));
    expect(clock.of("ben").paidMsOfWeek(dayOf(2026, 1, 14)) / HOUR).toBe(40);
    expect(clock.paidMsOfWeek(dayOf(2026, 1, 14)) / HOUR).toBe(40);
  });
});

const zones = fc.constantFrom(
  "UTC",
  "America/New_York",
  "Asia/Manila",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Europe/Berlin",
  "Australia/Lord_Howe",
);

test("over a year a team is paid the same on the workspace's days as on its own, in whatever zones the two are", () => {
  fc.assert(
    fc.property(zones, zones, fc.integer({ min: 0, max: 12 }), (own, workspace, from) => {
      const team: WorkCalendar = { zone: own, shifts: every(shift(from, from + 9)), freeDays: new Set() };
      const first = dayOf(2026, 1, 5);
      const days = Array.from({ length: 364 }, (_, n) => first + n);
      const sum = (one: { paidMsOfDay(day: number): number }, asked: readonly number[]) =>
        asked.reduce((total, day) => total + one.paidMsOfDay(day), 0);
      const wide = [first - 2, first - 1, ...days, first + 364, first + 365];
      const elsewhere = shiftClock(officeHours(workspace), () => team).of("ana");
      const there = shiftClock(team);
      // The workspace's year lies within the wider one and holds the narrower one.
      expect(sum(elsewhere, days)).toBeLessThanOrEqual(sum(there, wide));
      expect(sum(elsewhere, wide)).toBeGreaterThanOrEqual(sum(there, days));
      const monday = mondayOf(first + 100);
      expect(elsewhere.paidMsOfWeek(monday)).toBe(
        sum(
          elsewhere,
          Array.from({ length: 7 }, (_, n) => monday + n),
        ),
      );
    }),
    { numRuns: 30 },
  );
});

test("the upper bound of a touch counts the paid time of its actor's team", () => {
  const at = (hour: number) => Date.UTC(2026, 0, 14, hour);
  const columns = columnsOf([
    anEvent({ eventId: "e1", actor: "ana", endedAtMs: at(7) }),
    anEvent({ eventId: "e2", actor: "ana", endedAtMs: at(9) }),
    anEvent({ eventId: "e3", actor: "ben", endedAtMs: at(7) }),
    anEvent({ eventId: "e4", actor: "ben", endedAtMs: at(10) }),
  ]);
  const early: WorkCalendar = { zone: "UTC", shifts: every(shift(6, 14)), freeDays: new Set() };
  const shifts = shiftClock(officeHours("UTC"), (actor) => (actor === "ana" ? early : null));
  const { highMs } = touchBounds(columns, shifts);
  const hours = (eventId: string) => {
    const number = ["e1", "e3", "e2", "e4"].indexOf(eventId);
    return highMs[number]! / HOUR;
  };
  expect([hours("e1"), hours("e2")]).toEqual([1, 2]);
  expect([hours("e3"), hours("e4")]).toEqual([0, 1]);
});
