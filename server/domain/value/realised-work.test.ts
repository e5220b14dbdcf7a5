import { describe, expect, test } from "vitest";
import { whereHoursWent } from "./hours-used.ts";
import { realisedHours, realisedWork, type WorkDay } from "./realised-work.ts";

// 2026-01-05, a Monday.
const MONDAY = 20_458;

/** Four weeks before and four after, ten cases a day, two touches a case before and one after. */
const days: WorkDay[] = Array.from({ length: 56 }, (_, at) => ({ day: MONDAY + at, volume: 10, touches: at < 28 ? 20 : 10 }));
const sinceDay = MONDAY + 28;

describe("touches avoided", () => {
  test("by the days before and after: half of 560 that would have been", () => {
    const work = realisedWork({ days, sinceDay, holdOut: null });
    expect(work).toMatchObject({ method: "regression", daysBefore: 28, daysAfter: 28, touchesSince: 280 });
    expect(work.avoided!.point).toBeCloseTo(280, 6);
  });

  test("by the hold-out where enough records were left to people", () => {
    // 100 automated records with 1 touch each, 30 left to people with 3 each: 100 x (3 - 1).
    const holdOut = {
      automated: { records: 100, touches: 100, touchesSquared: 100 },
      heldOut: { records: 30, touches: 90, touchesSquared: 270 },
    };
    const work = realisedWork({ days, sinceDay, holdOut });
    expect(work.method).toBe("hold-out");
    expect(work.avoided).toEqual({ low: 200, point: 200, high: 200 });
    const few = { ...holdOut, heldOut: { records: 29, touches: 87, touchesSquared: 261 } };
    expect(realisedWork({ days, sinceDay, holdOut: few }).method).toBe("regression");
  });

  test("is not said before there are two weeks on both sides", () => {
    const work = realisedWork({ days: days.slice(0, 41), sinceDay, holdOut: null });
    expect(work).toMatchObject({ method: "too early", avoided: null, daysAfter: 13, touchesSince: 130 });
    expect(work.weeks.map(({ avoided }) => avoided)).toEqual([null, null]);
  });

  test("is spread over weeks that begin on Mondays and add up to the whole", () => {
    const { weeks, avoided } = realisedWork({ days, sinceDay, holdOut: null });
    expect(weeks.map(({ monday, touches, volume }) => [monday, touches, volume])).toEqual(
      [0, 7, 14, 21].map((later) => [sinceDay + later, 70, 70]),
    );
    expect(weeks.reduce((sum, week) => sum + week.avoided!.low, 0)).toBeCloseTo(avoided!.low, 9);
    // Begun on a Thursday, the first week is a short one.
    expect(realisedWork({ days, sinceDay: sinceDay + 3, holdOut: null }).weeks[0]).toMatchObject({ monday: sinceDay, volume: 40 });
  });
});

test("hours take the unfavourable ends for the low end, also where work was added", () => {
  const minutes = { low: 3, point: 4, high: 6 };
  expect(realisedHours({ low: -20, point: 30, high: 60 }, minutes)).toEqual({ low: -2, point: 2, high: 6 });
  expect(realisedHours({ low: 20, point: 30, high: 40 }, minutes)).toEqual({ low: 1, point: 2, high: 4 });
});

describe("where the hours went", () => {
  const entries = [
    { use: "redeployed" as const, hours: 6, minorPerHour: 5_000 },
    { use: "overtime" as const, hours: 2, minorPerHour: null },
    { use: "lost" as const, hours: 4, minorPerHour: null },
  ];

  test("only hours that went somewhere carry money: 8 of 20, worth (6 x 50 + 2 x 35) / 8", () => {
    const went = whereHoursWent(entries, 20, 3_500);
    expect(went).toMatchObject({ enteredHours: 12, notSaidHours: 8, captureShare: 0.4, worthMinorPerHour: 4_625 });
    expect(went.byUse.map(({ hours }) => hours)).toEqual([6, 0, 2, 4]);
  });

  test("more hours than were realised carry no more than were realised", () => {
    expect(whereHoursWent(entries, 6, 3_500)).toMatchObject({ notSaidHours: 0, captureShare: 8 / 12 });
  });

  test("without an entry nothing is known, and nothing is not 0", () => {
    expect(whereHoursWent([], 20, 3_500)).toMatchObject({ captureShare: null, worthMinorPerHour: null, notSaidHours: 20 });
    expect(whereHoursWent(entries, -1, 3_500).captureShare).toBeNull();
  });
});
