import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import { officeHours } from "../effort/work-calendar.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { totalsInDepth } from "./audit-in-depth.ts";
import { creepAlarms } from "./creep.ts";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 5, 9);
const DAYS = 100;

type Days = { from?: number; to?: number };
type Daily = (day: number) => number;

const eachDay = ({ from = 0, to = DAYS }: Days, count: Daily, make: (day: number, i: number) => OpsEvent): OpsEvent[] =>
  Array.from({ length: to - from }, (_, at) => Array.from({ length: count(from + at) }, (_event, i) => make(from + at, i))).flat();

/** Cases that begin in a source, by nobody's hand. */
const cases = (source: string, kind: string, count: Daily, days: Days = {}): OpsEvent[] =>
  eachDay(days, count, (day, i) =>
    anEvent({
      eventId: `${source}-${kind}${day}-${i}`,
      caseId: `${kind}:${day}-${i}`,
      source,
      workflow: `of ${kind}`,
      activity: `new ${kind}`,
      actor: null,
      actorKind: "customer",
      endedAtMs: start + day * DAY,
    }),
  );

/** What a person did in a source, on cases that began long before. */
const work = (source: string, activity: string, count: Daily, days: Days & { kind?: "person" | "app" } = {}): OpsEvent[] =>
  eachDay(days, count, (day, i) =>
    anEvent({
      eventId: `${source}-${activity}-${days.kind ?? "person"}${day}-${i}`,
      caseId: `old:${source}-${activity}`,
      source,
      workflow: "supplier-po",
      activity,
      actor: days.kind === "app" ? "a program" : `ana ${source}`,
      actorKind: days.kind ?? "person",
      endedAtMs: start + day * DAY + (1 + i) * 600_000 + ((i * i * 13 + day * 7) % 50) * 1000,
    }),
  );

const alarmsOf = (...events: OpsEvent[][]) =>
  creepAlarms(totalsInDepth(events.flat(), { calendar: officeHours("UTC"), kindsSaid: new Map(), definitions: [] }).totals);

describe("steady work is no creep", () => {
  const memos = work("erp", "update memo", () => 5);

  test.each([5, 15, 25, 32, 45])("where the source of the orders has told nothing for %i days: that none began is not known", (silent) => {
    const orders = cases("shop", "order", () => 60, { to: DAYS - silent });
    const others = cases("erp", "purchase_order", () => 5);
    expect(alarmsOf(orders, others, memos)).toEqual([]);
  });

  test("where one source still tells of stock and no longer of orders", () => {
    const orders = cases("shop", "order", () => 60, { to: 68 });
    const stock = [...cases("shop", "return", () => 5), ...work("shop", "adjust stock", () => 3)];
    expect(alarmsOf(orders, stock, memos)).toEqual([]);
  });

  test("where much was open when the source began to tell, so that many orders seem to begin at once", () => {
    const open = cases("shop", "order", (day) => 20 + Math.round(200 * Math.exp(-day / 4)));
    expect(alarmsOf(open, memos)).toEqual([]);
  });

  test("where things that are worked at again and again are each met for the first time", () => {
    const items = cases("erp", "sku", (day) => Math.round(40 * Math.exp(-day / 20)));
    const orders = cases("erp", "purchase_order", () => 2);
    expect(alarmsOf(items, orders, memos)).toEqual([]);
  });

  test("where a second source that tells of the same activity was connected later", () => {
    const orders = cases("shop", "order", () => 20);
    const here = work("shop", "adjust stock", () => 3);
    const there = work("erp", "adjust stock", () => 3, { from: 40 });
    expect(alarmsOf(orders, here, there)).toEqual([]);
  });

  test("where a source told of programs alone until it was permitted to tell of people", () => {
    const orders = cases("shop", "order", () => 20);
    const program = work("erp", "update memo", () => 4, { kind: "app" });
    expect(
      alarmsOf(
        orders,
        program,
        work("erp", "update memo", () => 6, { from: 45 }),
      ),
    ).toEqual([]);
  });

  test("where of what was before the source began to tell only some came along, with what was still open", () => {
    const orders = cases("shop", "order", () => 20);
    const before = work("erp", "update memo", (day) => (day % 4 === 0 ? 1 : 0), { to: 45 });
    expect(
      alarmsOf(
        orders,
        before,
        work("erp", "update memo", () => 6, { from: 45 }),
      ),
    ).toEqual([]);
  });
});

describe("work that rose is found", () => {
  const rising = (from: number) => work("erp", "update memo", (day) => (day < from ? 5 : 10));

  test("beside a source of orders that was given up eight weeks ago, by what the others tell", () => {
    const alarms = alarmsOf(
      cases("old shop", "order", () => 60, { to: 40 }),
      cases("new shop", "order", () => 20),
      rising(70),
    );
    expect(alarms).toMatchObject([{ activity: "update memo" }]);
    expect(alarms[0]!.usualAWeek).toBeCloseTo(35, 0);
    expect(alarms[0]!.presentAWeek).toBeCloseTo(70, 0);
  });

  test("before the source of the orders fell silent", () => {
    const alarms = alarmsOf(
      cases("shop", "order", () => 60, { to: 85 }),
      rising(60),
    );
    expect(alarms).toMatchObject([{ activity: "update memo" }]);
    expect(new Date(alarms[0]!.sinceDay * DAY).getTime()).toBe(Date.UTC(2026, 0, 5) + 60 * DAY);
  });

  test("beside a source that was connected two weeks ago", () => {
    expect(
      alarmsOf(
        cases("erp", "purchase_order", () => 4),
        cases("shop", "order", () => 60, { from: 86 }),
        rising(70),
      ),
    ).toMatchObject([{ activity: "update memo" }]);
  });
});

describe("in logs of three sources that begin and end to tell on days of their own, with busy weeks and more spread than chance", () => {
  /** Arrivals at a rate that itself varies from day to day: variance mean + mean^2 / 4. */
  function spread(mean: number, random: () => number): number {
    const rate = (-mean * Math.log(random() * random() * random() * random() || Number.MIN_VALUE)) / 4;
    const least = Math.exp(-rate);
    let count = 0;
    for (let product = random(); product > least; product *= random()) count += 1;
    return count;
  }

  /** `rise`: by what the ERP's memos rise in the last 30 days; the sources tell of all, or begin and end where `latest` and `silent` allow. */
  function aLog(seed: number, { rise, latest, silent }: { rise: number; latest: number; silent: number }) {
    const random = seededRandom(seed);
    const some = (most: number) => (random() < 0.5 ? 0 : Math.floor(random() * most));
    const days = (): Days => ({ from: some(latest), to: DAYS - some(silent) });
    const busy = Array.from({ length: DAYS / 7 + 1 }, () => 0.7 + 0.6 * random());
    const about = (mean: number) => (day: number) =>
      spread(mean * busy[Math.floor(day / 7)]! * ([1.4, 1, 1, 1, 1.2, 0.7, 0.7][day % 7] ?? 1), random);
    const [shop, desk] = [days(), days()];
    const erp = rise === 1 ? days() : { from: some(latest) };
    const memos = about(4);
    const more = about(4 * (rise - 1));
    return alarmsOf(
      cases("shop", "order", about(9), shop),
      cases("desk", "ticket", about(3), desk),
      cases("erp", "purchase_order", about(1), erp),
      work("shop", "adjust stock", about(2), shop),
      work("erp", "adjust stock", about(2), erp),
      work("desk", "answer", about(3), desk),
      work("erp", "update memo", (day) => memos(day) + (rise > 1 && day >= DAYS - 30 ? more(day) : 0), erp),
    );
  }

  test("where nothing rises, at most 3 of 300 raise an alarm, which is one in a hundred", { timeout: 120_000 }, () => {
    const logs = Array.from({ length: 300 }, (_, seed) => aLog(1 + seed, { rise: 1, latest: 50, silent: 50 }));
    expect(logs.filter((alarms) => alarms.length > 0).length).toBeLessThanOrEqual(3);
  });

  test("three times as many memos are found in more than four of five, and in one log at most anything else", { timeout: 120_000 }, () => {
    const logs = Array.from({ length: 60 }, (_, seed) => aLog(1000 + seed, { rise: 3, latest: 30, silent: 10 }));
    const [memos, others] = [true, false].map((isMemo) =>
      logs.filter((alarms) => alarms.some(({ activity }) => (activity === "update memo") === isMemo)),
    );
    expect(memos!.length).toBeGreaterThanOrEqual(50);
    expect(others!.length).toBeLessThanOrEqual(1);
  });
});
