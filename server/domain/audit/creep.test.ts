import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import { officeHours } from "../effort/work-calendar.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { totalsInDepth } from "./audit-in-depth.ts";
import { changeUpwards } from "./change-upwards.ts";
import { creepAlarms } from "./creep.ts";

const DAY = 86_400_000;
/** Poisson by counting arrivals: exact, and fast enough for small means. */
function poisson(mean: number, random: () => number): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count += 1;
  return count;
}
const series = (days: number, mean: (day: number) => number, seed: number) => {
  const random = seededRandom(seed);
  return Float64Array.from({ length: days }, (_, day) => poisson(mean(day), random));
};
/** Monday to Friday, Mondays twice as full. */
const week = (day: number) => [20, 10, 10, 10, 10, 0, 0][day % 7]!;

describe("a change upwards", () => {
  test("is found on its day, with both levels: from 4 to 8 a day", () => {
    const counts = Float64Array.from({ length: 70 }, (_, day) => (day < 42 ? 4 : 8));
    expect(changeUpwards(counts)).toMatchObject({ at: 42, before: 4, after: 8 });
    expect(changeUpwards(counts)!.chance).toBeLessThan(1e-6);
  });

  test("is not made of Mondays: the same week again and again is no change", () => {
    const change = changeUpwards(Float64Array.from({ length: 84 }, (_, day) => week(day)));
    expect(change === null || change.chance > 0.5).toBe(true);
  });

  test("is hardly ever seen where nothing changes: at most 3 of 300 series at a chance of one in a hundred", () => {
    const alarms = Array.from({ length: 300 }, (_, seed) => changeUpwards(series(91, week, seed + 1))).filter(
      (change) => change !== null && change.chance <= 0.01,
    );
    expect(alarms.length).toBeLessThanOrEqual(3);
  });

  // 540 touches in nine weeks, then 336 (384) in four: likelihood ratio 22.6 (47.8), z 4.75 (6.9); 1 % of 57 days is z 3.57.
  test.each([
    ["two fifths", 1.4, 80, "88 expected, three standard deviations are 10"],
    ["three fifths", 1.6, 97, "99.9 expected"],
  ])("of %s in the last four weeks is seen as often as theory allows, within a week of its day in most", (_what, rise, least) => {
    const found = Array.from({ length: 100 }, (_, seed) =>
      changeUpwards(series(91, (day) => week(day) * (day < 63 ? 1 : rise), seed + 1)),
    ).filter((change) => change !== null && change.chance <= 0.01);
    expect(found.length).toBeGreaterThanOrEqual(least);
    expect(found.filter((change) => Math.abs(change!.at - 63) <= 7).length).toBeGreaterThan(found.length / 2);
  });

  test("in bursts weighs less than the same number spread evenly", () => {
    const even = Float64Array.from({ length: 70 }, (_, day) => (day < 42 ? 4 : 6));
    const bursts = Float64Array.from({ length: 70 }, (_, day) => (day % 5 === 0 ? 5 * (day < 42 ? 4 : 6) : 0));
    expect(changeUpwards(bursts)!.chance).toBeGreaterThan(changeUpwards(even)!.chance * 10);
  });

  test.each([
    ["too few days", Float64Array.from({ length: 34 }, (_, day) => day)],
    ["no counts", new Float64Array(60)],
    ["a fall", Float64Array.from({ length: 70 }, (_, day) => (day < 42 ? 8 : 4))],
  ])("is not seen in %s", (_what, counts) => {
    const change = changeUpwards(counts);
    expect(change === null || change.chance > 0.05).toBe(true);
  });
});

describe("creep", () => {
  const start = Date.UTC(2026, 0, 5, 9);
  const touches = (activity: string, perDay: (day: number) => number, kind: "person" | "app" = "person") =>
    Array.from({ length: 71 }, (_, day) =>
      Array.from({ length: perDay(day) }, (_event, i) =>
        anEvent({
          eventId: `${activity}${day}-${i}`,
          workflow: "returns",
          activity,
          actorKind: kind,
          actor: kind === "app" ? "Shop" : "ana",
          endedAtMs: start + day * DAY + i * 600_000,
        }),
      ),
    ).flat();
  const alarmsOf = (...events: ReturnType<typeof touches>[]) =>
    creepAlarms(totalsInDepth(events.flat(), { calendar: officeHours("UTC"), kindsSaid: new Map(), definitions: [] }).totals);

  test("is the activity that rose and stayed up, with its weekly level before and since", () => {
    const alarms = alarmsOf(
      touches("grade", (day) => (day < 42 ? 4 : 8)),
      touches("refund", () => 5),
    );
    expect(alarms).toMatchObject([{ workflow: "returns", activity: "grade", usualAWeek: 28, presentAWeek: 56 }]);
    expect(new Date(alarms[0]!.sinceDay * DAY).toISOString().slice(0, 10)).toBe("2026-02-16");
  });

  test("is not what apps do, nor a rise of a tenth, nor a log of five weeks", () => {
    expect(alarmsOf(touches("grade", (day) => (day < 42 ? 4 : 8), "app"))).toEqual([]);
    expect(alarmsOf(touches("grade", (day) => (day < 42 ? 100 : 110)))).toEqual([]);
    expect(alarmsOf(touches("grade", (day) => (day > 35 ? 0 : day < 21 ? 4 : 8)))).toEqual([]);
  });

  test("is not where a source was connected later, or tells of fewer days than another, wherever it begins", () => {
    for (const begins of [3, 14, 24, 40, 55]) {
      const later = touches("update memo", (day) => (day < begins ? 0 : 6));
      expect(
        alarmsOf(
          touches("grade", () => 4),
          later,
        ),
      ).toEqual([]);
    }
  });

  test("is what people do by hand that a program did before", () => {
    const program = touches("grade", (day) => (day < 42 ? 6 : 0), "app");
    const alarms = alarmsOf(
      touches("refund", () => 5),
      program,
      touches("grade", (day) => (day < 42 ? 0 : 6)).map((event) => ({ ...event, eventId: `p${event.eventId}` })),
    );
    expect(alarms).toMatchObject([{ activity: "grade", usualAWeek: 0, presentAWeek: 42 }]);
  });

  /** A case a touch, begun `lag` days before it; orders without touches fill up to the day's orders. */
  const work = (orders: (day: number) => number, touched: (day: number) => number, lag = 0) =>
    Array.from({ length: 92 }, (_, day) => {
      const at = start + day * DAY;
      const order = (i: number) =>
        anEvent({ eventId: `o${day}-${i}`, caseId: `O${day}-${i}`, activity: "order", actor: null, actorKind: "app", endedAtMs: at });
      const touch = (i: number) =>
        anEvent({
          eventId: `t${day}-${i}`,
          caseId: `O${day - lag}-${i}`,
          workflow: "returns",
          activity: "grade",
          endedAtMs: at + (1 + i) * 600_000 + ((i * i * 13) % 50) * 1000,
        });
      return [
        ...Array.from({ length: orders(day) }, (_order, i) => order(i)),
        ...Array.from({ length: touched(day) }, (_touch, i) => touch(i)),
      ];
    }).flat();

  test("is not what the orders explain: twice the orders, twice the touches, at once or a week later", () => {
    const orders = (day: number) => (day < 56 ? 20 : 40);
    expect(alarmsOf(work(orders, (day) => orders(day) / 4))).toEqual([]);
    expect(alarmsOf(work(orders, (day) => (day < 63 ? 5 : 10), 7))).toEqual([]);
  });

  test("is not that work behind its orders by weeks runs in where a log begins, however far behind it is", () => {
    for (const [seed, mean] of [8, 14, 20, 26].flatMap((days) => [1, 2, 3].map((number) => [number, days] as const))) {
      const random = seededRandom(100 * mean + seed);
      const refunds = Array.from({ length: 91 }, (_day, day) =>
        Array.from({ length: 60 }, (_order, i) => {
          const caseId = `O${day}-${i}`;
          const begun = anEvent({
            eventId: `o${caseId}`,
            caseId,
            activity: "order",
            actor: null,
            actorKind: "app",
            endedAtMs: start + day * DAY + i * 200_000,
          });
          const on = day + Math.round(2 + mean * -Math.log(1 - random()));
          const refund = anEvent({
            eventId: `r${caseId}`,
            caseId,
            workflow: "returns",
            activity: "refund",
            endedAtMs: start + on * DAY + Math.floor(random() * 28e6),
          });
          return random() < 0.4 && on < 91 ? [begun, refund] : [begun];
        }).flat(),
      ).flat();
      expect(alarmsOf(refunds), `a mean of ${mean} days, seed ${seed}`).toEqual([]);
    }
  });

  test("is more touches an order, whatever the orders do", () => {
    // Orders fall by half and the touches stay: at 10 orders a day 5 touches were usual for 20, so 2.5 a day, 17.5 a week.
    const alarms = alarmsOf(
      work(
        (day) => (day < 56 ? 20 : 10),
        () => 5,
      ),
    );
    expect(alarms).toMatchObject([{ activity: "grade" }]);
    expect(alarms[0]!.usualAWeek).toBeGreaterThan(16);
    expect(alarms[0]!.usualAWeek).toBeLessThan(20);
    expect(alarms[0]!.presentAWeek / alarms[0]!.usualAWeek).toBeGreaterThan(1.7);
  });
});

test("where orders and touches only vary by chance together, at most 3 of 200 series raise an alarm at one in a hundred", () => {
  const alarms = Array.from({ length: 200 }, (_, seed) => {
    const orders = series(91, (day) => 4 * week(day) * (day < 60 ? 1 : 1.5), 1000 + seed);
    const counts = series(91, (day) => week(day) * (day < 60 ? 1 : 1.5), 1 + seed);
    return changeUpwards(counts, orders);
  }).filter((change) => change !== null && change.chance <= 0.01);
  expect(alarms.length).toBeLessThanOrEqual(3);
});
