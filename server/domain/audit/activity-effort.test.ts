import { describe, expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { auditLog } from "./audit-log.ts";
import type { AuditOptions, TimedSample } from "./audit.ts";

const options: AuditOptions = {
  calendar: officeHours("UTC"),
  loadedRate: { minorPerHour: 3500, currency: "USD" },
  timedSamples: [],
};
const MINUTE = 60_000;
const nine = Date.UTC(2026, 5, 1, 9);
const samples = (activity: string, minutes: readonly number[]): TimedSample[] =>
  minutes.map((each) => ({ workflow: "tickets", activity, minutes: each, eventId: null }));

/** Ana answers and routes by turns, every `gap` minutes of a morning: by end times one touch takes between min(5, gap) and gap minutes. */
function morning(gap: number, from = nine): OpsEvent[] {
  return Array.from({ length: 10 }, (_, i) =>
    anEvent({
      eventId: `e${i}`,
      caseId: `T${i}`,
      workflow: "tickets",
      activity: i % 2 === 0 ? "answer customer" : "route ticket",
      actor: "ana",
      actorKind: "person",
      endedAtMs: from + (i + 1) * gap * MINUTE,
    }),
  );
}

const rowsOf = (events: readonly OpsEvent[], timedSamples: readonly TimedSample[]) => {
  const { activities } = auditLog(events, { ...options, timedSamples });
  const of = (name: string) => activities.find(({ activity }) => activity === name)!;
  return { answer: of("answer customer"), route: of("route ticket") };
};

describe("fewer than five samples", () => {
  test("leave an activity within the bounds from end times, and move its point by a fifth of the way each", () => {
    const untimed = rowsOf(morning(20), []).answer;
    // The first touch of the day has no low bound: 4 x 5 / 5 = 4 to 20 minutes; the middle of the logarithms is the root of 80.
    expect(untimed.minutesPerTouch).toEqual({ low: 4, point: Math.sqrt(80), high: 20 });
    const { answer } = rowsOf(morning(20), samples("answer customer", [0.1]));
    expect(answer).toMatchObject({ evidence: "bounds", samples: 1, samplesWanted: null });
    expect(answer.minutesPerTouch).toMatchObject({ low: 4, high: 20 });
    // Six seconds are below the bounds: four fifths of the middle and one of the low end.
    expect(answer.minutesPerTouch.point).toBeCloseTo(0.8 * Math.sqrt(80) + 0.2 * 4, 9);
  });

  test("that are all there was to time are the point", () => {
    const { answer } = rowsOf(morning(20).slice(0, 6), samples("answer customer", [6, 7, 11]));
    expect(answer).toMatchObject({ touches: 3, evidence: "bounds", samples: 3 });
    expect(answer.minutesPerTouch.point).toBeCloseTo(8, 9);
    expect(answer.minutesPerTouch.low).toBeLessThan(8);
    expect(answer.minutesPerTouch.high).toBeGreaterThan(8);
  });

  test("that name each of its touches are its minutes, and nothing is left to estimate", () => {
    const events = morning(20).slice(0, 6);
    const named = [6, 7, 11].map((minutes, at) => ({ workflow: "tickets", activity: "answer customer", minutes, eventId: `e${2 * at}` }));
    const exact = rowsOf(events, named).answer;
    expect(exact).toMatchObject({ touches: 3, evidence: "timed", samples: 3, samplesWanted: null });
    expect(exact.minutesPerTouch).toEqual({ low: 8, point: 8, high: 8 });
    // Two of them, or one of them twice, leave one open.
    expect(rowsOf(events, named.slice(0, 2)).answer.evidence).toBe("bounds");
    expect(rowsOf(events, [...named.slice(0, 2), named[0]!]).answer.evidence).toBe("bounds");
  });

  test("change nothing for the others of the workflow", () => {
    expect(rowsOf(morning(20), samples("answer customer", [0.1, 0.1])).route).toEqual(rowsOf(morning(20), []).route);
  });

  test("of work on a Sunday that is not paid, of which end times say nothing, are taken with a wide range", () => {
    const { answer } = rowsOf(morning(20, nine - 24 * 60 * MINUTE), samples("answer customer", [8]));
    expect(answer).toMatchObject({ evidence: "timed", samples: 1 });
    const { low, point, high } = answer.minutesPerTouch;
    expect(point).toBeCloseTo(8, 9);
    expect(high / low).toBeGreaterThan(4);
  });
});

describe("from five samples on", () => {
  test("minutes are timed, with a range also where all of the samples are alike", () => {
    const { answer } = rowsOf(morning(20), samples("answer customer", [6, 6, 6, 6, 6, 6]));
    expect(answer).toMatchObject({ evidence: "timed", samples: 6 });
    const { low, point, high } = answer.minutesPerTouch;
    expect(point).toBeCloseTo(6, 9);
    expect(low).toBeLessThan(0.75 * 6);
    expect(high).toBeGreaterThan(1.4 * 6);
  });

  test("they never say more than there was time for", () => {
    const { answer } = rowsOf(morning(20), samples("answer customer", [90, 100, 110, 120, 130]));
    expect(answer.minutesPerTouch).toEqual({ low: 4, point: 20, high: 20 });
  });
});

describe("an activity that nobody timed", () => {
  test("takes what the timed ones of its workflow take", () => {
    expect(rowsOf(morning(20), samples("answer customer", [6, 7, 7, 7, 8])).route.minutesPerTouch).toMatchObject({
      low: 5,
      point: 7,
      high: 20,
    });
  });

  test("stays in the middle of its bounds where that is beyond them", () => {
    const { route } = rowsOf(
      morning(20),
      samples(
        "answer customer",
        Array.from({ length: 30 }, () => 0.1),
      ),
    );
    expect(route.minutesPerTouch).toEqual({ low: 5, point: 10, high: 20 });
  });

  test("has a range also where all gaps are short: that they were all work is an assumption", () => {
    expect(rowsOf(morning(4), []).route.minutesPerTouch).toEqual({ low: 2, point: 4, high: 4 });
  });
});
