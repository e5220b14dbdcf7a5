import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf } from "../event-log/columns.ts";
import { anEvent, log } from "../event-log/log.fixture.ts";
import { auxiliary, FEATURES, momentsByActivity, type Moments } from "./auxiliary.ts";
import { estimateMinutes, type ActivityToEstimate } from "./estimate-minutes.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { seededRandom } from "./random.ts";
import { coefficientOfVariation, samplesNeeded } from "./sample-size.ts";
import { touchBounds } from "./touch-bounds.ts";
import { mondayOf, officeHours, shiftClock } from "./work-calendar.ts";

const utc = shiftClock(officeHours("UTC"));
const minutes = (values: Float64Array) => Array.from(values, (ms) => ms / 60_000);

describe("bounds from end times", () => {
  test("low is the gap up to five minutes and nothing for the first of the day, high is paid time since", () => {
    const bounds = touchBounds(columnsOf(log("O1 a:ana@10 b:ana@12 c:ana@40 d:ben@45")), utc);
    expect(minutes(bounds.lowMs)).toEqual([0, 2, 5, 0]);
    expect(minutes(bounds.highMs)).toEqual([10, 2, 28, 45]);
  });

  test("nothing is paid at night, and the next day begins with its shift", () => {
    const bounds = touchBounds(columnsOf(log("O1 a:ana@470 b:ana@600 c:ana@1445")), utc);
    // 16:50, 19:00 (ten paid minutes since), and 09:05 on the next day.
    expect(minutes(bounds.highMs)).toEqual([470, 10, 5]);
    expect(minutes(bounds.lowMs)).toEqual([0, 5, 0]);
  });

  test("recorded times that overlap are brought down to the paid day", () => {
    const end = (hour: number) => Date.UTC(2026, 2, 2, hour);
    const touches = [0, 1, 2].map((i) => anEvent({ eventId: `e${i}`, startedAtMs: end(10), endedAtMs: end(14) + i }));
    const bounds = touchBounds(columnsOf(touches), utc);
    // Three times four hours are twelve; eight are paid.
    expect(minutes(bounds.highMs).map(Math.round)).toEqual([160, 160, 160]);
    expect(minutes(bounds.lowMs).map(Math.round)).toEqual([240, 240, 240]);
  });

  test("a left-open item counts four hours and is kept as recorded", () => {
    const touch = anEvent({ startedAtMs: Date.UTC(2026, 1, 27, 9), endedAtMs: Date.UTC(2026, 2, 2, 15) });
    const bounds = touchBounds(columnsOf([touch]), utc);
    expect([bounds.lowMs[0]! / 3_600_000, bounds.recordedMs[0]! / 3_600_000]).toEqual([4, 78]);
  });

  test("what nobody of ours did takes no time", () => {
    const bounds = touchBounds(columnsOf(log("O1 place:<eve>@1 label:[app]@2 release:-@3")), utc);
    expect([...bounds.lowMs, ...bounds.highMs]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("the working calendar", () => {
  const berlin = shiftClock(officeHours("Europe/Berlin"));
  const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;

  test("a week of office hours has forty paid hours, also when the clocks change", () => {
    expect(berlin.paidMsOfWeek(day(2026, 3, 25)) / 3_600_000).toBe(40);
    expect(berlin.paidMsOfWeek(day(2026, 10, 25)) / 3_600_000).toBe(40);
  });
  test("a shift through the night of the change is as long as it really was", () => {
    const night = shiftClock({
      ...officeHours("Europe/Berlin"),
      shifts: [0, 1, 2, 3, 4, 5, 6].map(() => ({ startMinute: 0, endMinute: 360 })),
    });
    const hours = (date: number, month: number) => {
      const { startMs, endMs } = night.shiftOf(day(2026, month, date));
      return (endMs - startMs) / 3_600_000;
    };
    expect([hours(28, 3), hours(29, 3), hours(25, 10)]).toEqual([6, 5, 7]);
  });
  test("nobody is paid on free days and weekends", () => {
    const holiday = shiftClock({ ...officeHours("UTC"), freeDays: new Set([day(2026, 3, 4)]) });
    expect(holiday.paidMsOfWeek(day(2026, 3, 2)) / 3_600_000).toBe(32);
    expect(holiday.overlapMs(Date.UTC(2026, 2, 7, 9), Date.UTC(2026, 2, 7, 17), day(2026, 3, 7))).toBe(0);
  });
  test("weeks begin on Monday", () => {
    expect(mondayOf(day(2026, 3, 8))).toBe(day(2026, 3, 2));
    expect(mondayOf(day(2026, 3, 2))).toBe(day(2026, 3, 2));
    expect(mondayOf(day(1969, 12, 31))).toBe(day(1969, 12, 29));
  });
});

describe("sample size", () => {
  test("is (z cv / eps)^2, less for a small population, never more than it", () => {
    // z = 1.645, cv = 1, eps = 0.1: 270.6; of 300: 270.6 / (1 + 270.6 / 300) = 142.2.
    expect(samplesNeeded({ cv: 1, eps: 0.1, count: 1e9 })).toBe(271);
    expect(samplesNeeded({ cv: 1, eps: 0.1, count: 300 })).toBe(143);
    expect(samplesNeeded({ cv: 9, eps: 0.1, count: 12 })).toBe(12);
    expect(samplesNeeded({ cv: 1, eps: 0.1, count: 0 })).toBe(0);
  });
  test("cv needs two samples and a mean", () => {
    expect(coefficientOfVariation([{ minutes: 2 }, { minutes: 4 }])).toBeCloseTo(Math.SQRT2 / 3, 12);
    expect([coefficientOfVariation([{ minutes: 2 }]), coefficientOfVariation([{ minutes: 0 }, { minutes: 0 }])]).toEqual([null, null]);
  });
  test("normal quantiles are those of the tables", () => {
    expect([0.5, 0.9, 0.95, 0.975, 0.001].map((p) => Math.round(normalQuantile(p) * 1e5) / 1e5)).toEqual([
      0, 1.28155, 1.64485, 1.95996, -3.09023,
    ]);
  });
});

describe("auxiliary variables", () => {
  test("are gaps to the actor, the case and what enabled the work, in whole seconds and capped", () => {
    const columns = columnsOf(log("O1 a:ana@0 b:ben@400 \n O2 a:ben@390"));
    const row = new Float64Array(FEATURES);
    auxiliary(columns, touchBounds(columns, utc).gapMs, utc.clock).read(2, row);
    // ben's last touch was 10 minutes ago, the case's last event 400 minutes: caps of 5, 15, 60 and 240 minutes.
    expect(Array.from(row.subarray(0, 8))).toEqual([300, 600, 600, 600, 300, 900, 3600, 14_400]);
  });
  test("have moments per activity", () => {
    const columns = columnsOf(log("O1 a:ana@0 a:ana@2 a:ana@6"));
    const [moments] = momentsByActivity(columns, auxiliary(columns, touchBounds(columns, utc).gapMs, utc.clock), () => true);
    // Actor gaps capped at five minutes: none known (300), 120, 240: mean 220, variance 5600.
    expect([moments!.count, moments!.mean[0], Math.round(moments!.variance[0]!)]).toEqual([3, 220, 5600]);
  });
});

describe("minutes from timed samples", () => {
  const unknown = (values: readonly number[], count = 1000): ActivityToEstimate => ({
    count,
    moments: null,
    samples: values.map((value) => ({ minutes: value, features: null })),
  });
  const thirty = (value: number) => Array.from({ length: 30 }, (_, i) => value * (0.8 + 0.4 * (i / 29)));

  test("are the mean of thirty samples when nothing else is known, with a range around it", () => {
    const [estimate] = estimateMinutes([unknown(thirty(6))]);
    expect(estimate!.minutesPerTouch.point).toBeCloseTo(6, 12);
    expect(estimate!.minutesPerTouch.low).toBeLessThan(6);
    expect(estimate!.minutesPerTouch.high).toBeGreaterThan(6);
    expect(estimate!.shrunk).toBe(0);
  });

  test("are exact when every item was timed, and unknown without samples", () => {
    const [all, none] = estimateMinutes([unknown([1, 2, 9], 3), unknown([], 10)]);
    expect(all!.minutesPerTouch).toEqual({ low: 4, point: 4, high: 4 });
    expect(none).toBeNull();
  });

  test("of a few samples are drawn towards the workflow, of thirty they are not", () => {
    const [few, ...many] = estimateMinutes([unknown([40, 4]), unknown(thirty(6)), unknown(thirty(5))]);
    expect(few!.shrunk).toBeGreaterThan(0.3);
    expect(few!.minutesPerTouch.point).toBeLessThan(22);
    expect(many.map((estimate) => estimate!.shrunk)).toEqual([0, 0]);
    expect(many[0]!.minutesPerTouch.point).toBeCloseTo(6, 12);
  });

  test("use a gap that tells the duration: the estimate follows the gaps of all items and not only of those timed", () => {
    const random = seededRandom(5);
    const activity = (): { input: ActivityToEstimate; truth: number } => {
      const items = Array.from({ length: 500 }, () => 60 + Math.floor(3000 * random() ** 4));
      const row = (seconds: number) => new Float64Array(FEATURES).fill(seconds);
      const mean = items.reduce((sum, value) => sum + value, 0) / items.length;
      const variance = items.reduce((sum, value) => sum + (value - mean) ** 2, 0) / items.length;
      const moments: Moments = { count: items.length, mean: row(mean), variance: row(variance) };
      return {
        truth: mean / 60,
        input: {
          count: items.length,
          moments,
          samples: items.slice(0, 30).map((seconds) => ({ minutes: seconds / 60, features: row(seconds) })),
        },
      };
    };
    const activities = [activity(), activity(), activity()];
    const estimates = estimateMinutes(activities.map(({ input }) => input));
    for (const [k, { truth, input }] of activities.entries()) {
      const plain = input.samples.reduce((sum, { minutes: value }) => sum + value, 0) / 30;
      const error = Math.abs(estimates[k]!.minutesPerTouch.point - truth);
      expect(error).toBeLessThan(0.02 * truth);
      expect(error).toBeLessThan(Math.abs(plain - truth) + 1e-9);
    }
  });

  test("always have low <= point <= high and are finite", () => {
    const activity = fc
      .array(fc.double({ min: 0, max: 240, noNaN: true }), { minLength: 1, maxLength: 40 })
      .map((values) => unknown(values, values.length + 5));
    fc.assert(
      fc.property(fc.array(activity, { minLength: 1, maxLength: 6 }), (activities) => {
        for (const estimate of estimateMinutes(activities)) {
          const { low, point, high } = estimate!.minutesPerTouch;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(point);
          expect(point).toBeLessThanOrEqual(high);
          expect(Number.isFinite(high)).toBe(true);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
