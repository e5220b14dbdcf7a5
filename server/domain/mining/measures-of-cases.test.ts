import { describe, expect, test } from "vitest";
import { columnsOf } from "../event-log/columns.ts";
import { anEvent, log } from "../event-log/log.fixture.ts";
import { zoneClock } from "../event-log/time-zone.ts";
import { approvalChains } from "./approval-chains.ts";
import { automationRate, eventsByKind, touchOfCases, unknownShare } from "./automation.ts";
import { batches, batchTotals } from "./batches.ts";
import { spreadOf, throughputMs, waitingMs } from "./case-times.ts";
import { concurrency } from "./concurrency.ts";
import { dataQuality } from "./data-quality.ts";
import { doubleEntries } from "./double-entry.ts";
import { agedExceptions, exceptionsByAge } from "./exception-age.ts";
import { handovers, pingPongs } from "./handovers.ts";
import { reworkOf, reworkTotals } from "./rework.ts";
import { teamHandoffs } from "./team-handoffs.ts";
import { touchesByHour } from "./touch-calendar.ts";
import { variants } from "./variants.ts";
import { volumeElasticity } from "./volume-elasticity.ts";

const minutes = (values: Float64Array) => Array.from(values, (ms) => (ms < 0 ? null : ms / 60_000));

describe("handover of work", () => {
  test("counts each direct pass, to oneself as well", () => {
    const columns = columnsOf(log("R1 open:ana approve:ben pay:ana \n R2 open:ana check:ana"));
    expect(handovers(columns)).toEqual([
      { from: "ana", to: "ana", count: 1, share: 1 / 3 },
      { from: "ana", to: "ben", count: 1, share: 1 / 3 },
      { from: "ben", to: "ana", count: 1, share: 1 / 3 },
    ]);
  });
  test("an app in between is passed over, a touch by nobody known breaks the chain", () => {
    expect(handovers(columnsOf(log("R1 open:ana sync:[erp] pay:ben")))).toMatchObject([{ from: "ana", to: "ben", count: 1 }]);
    const broken = [
      anEvent({ eventId: "1" }),
      anEvent({ eventId: "2", actor: null, endedAtMs: Date.UTC(2026, 2, 3) }),
      anEvent({ eventId: "3", actor: "ben", endedAtMs: Date.UTC(2026, 2, 4) }),
    ];
    expect(handovers(columnsOf(broken))).toEqual([]);
  });
  test("ping-pong is there and back between two, and does not cross cases", () => {
    expect(pingPongs(columnsOf(log("R1 a:ana b:ben c:ana d:ben")))).toBe(2);
    expect(pingPongs(columnsOf(log("R1 a:ana b:ana c:ana")))).toBe(0);
    expect(pingPongs(columnsOf(log("R1 a:ana b:ben \n R2 c:ana")))).toBe(0);
  });
});

test("rework is an internal activity again, by the same or by another than the last time", () => {
  const columns = columnsOf(log("O1 pack:ana pack:ana pack:ben write:<eve> write:<eve> label:[app] label:[app] \n O2 pack:ana"));
  // pack again by ana (same), by ben (other), label again by the app (same); the customer's second letter is not ours.
  expect(reworkTotals(reworkOf(columns))).toEqual({ sameActor: 2, otherActor: 1 });
});

describe("batches", () => {
  test("join touches of one activity up to 15 minutes apart, over other work in between", () => {
    const columns = columnsOf(log("O1 tag:ana@0 \n O2 tag:ana@15 call:ana@16 \n O3 tag:ana@30 \n O4 tag:ana@46"));
    expect(batches(columns).map(({ actor, events }) => [actor, events.length])).toEqual([["ana", 3]]);
    expect(batchTotals(columns)).toEqual({ count: 1, touches: 3 });
  });
  test("need two cases and one person", () => {
    expect(batches(columnsOf(log("O1 tag:ana@0 tag:ana@1")))).toEqual([]);
    expect(batches(columnsOf(log("O1 tag:ana@0 \n O2 tag:ben@1")))).toEqual([]);
  });
});

test("automation rate, unknown share and touchless cases are counted as fractions", () => {
  const columns = columnsOf(log("O1 place:<eve> hold:{risk} review:ana \n O2 place:<eve> label:[app] \n O3 release:-"));
  const events = eventsByKind(columns);
  expect(automationRate(events)).toEqual({ of: 2, n: 3 });
  expect(unknownShare(events)).toEqual({ of: 1, n: 4 });
  expect([...touchOfCases(columns)]).toEqual([2, 0, 1]);
});

test("waiting runs from the last end to the recorded start, throughput from the first start to the last end", () => {
  const at = (minute: number) => Date.UTC(2026, 2, 2, 9, minute);
  const columns = columnsOf([
    anEvent({ eventId: "1", startedAtMs: at(0), endedAtMs: at(5) }),
    anEvent({ eventId: "2", startedAtMs: at(20), endedAtMs: at(25) }),
    anEvent({ eventId: "3", startedAtMs: at(22), endedAtMs: at(40) }),
    anEvent({ eventId: "4", endedAtMs: at(50) }),
  ]);
  expect(minutes(waitingMs(columns))).toEqual([null, 15, 0, 10]);
  expect(minutes(throughputMs(columns))).toEqual([50]);
});

test("median and 90th percentile are of the nearest rank, nothing of nothing", () => {
  const hours = (...values: number[]) => values.map((value) => value * 3_600_000);
  expect(spreadOf(hours(4, 1, 2, 3))).toEqual({ count: 4, meanHours: 2.5, medianHours: 2, p90Hours: 4 });
  expect(spreadOf([])).toBeNull();
});

test("variants are whole paths, most frequent first, their coverage adds up to all", () => {
  const columns = columnsOf(log("O1 a:ana b:ana \n O2 a:ben b:ben \n O3 b:ana a:ana \n O4 a:ana"));
  const { top, count, cases } = variants(columns);
  expect([count, cases]).toEqual([3, 4]);
  expect(top[0]).toEqual({ activities: [0, 1], cases: 2, share: 0.5, coverage: 0.5 });
  expect(new Set(top.slice(1).map(({ activities }) => activities.join(" ")))).toEqual(new Set(["0", "1 0"]));
  expect(top.map(({ coverage }) => coverage)).toEqual([0.5, 0.75, 1]);
  expect(variants(columns, 1).top).toEqual([top[0]]);
});

test("activities that occur in both orders run side by side; a fixed order or four times do not", () => {
  const both = (count: number) =>
    Array.from({ length: count }, (_, i) => `X${i} aml:ana credit:ben end:ana \n Y${i} credit:ben aml:ana end:ana`).join("\n");
  const columns = columnsOf(log(both(5)));
  const sideBySide = concurrency(columns);
  const number = (name: string) => columns.activities.findIndex(({ activity }) => activity === name);
  expect(sideBySide(number("aml"), number("credit"))).toBe(true);
  expect(sideBySide(number("aml"), number("end"))).toBe(false);
  expect(concurrency(columnsOf(log(both(4))))(number("aml"), number("credit"))).toBe(false);
});

test("touches are counted in the workspace's hours, through the change of the clocks", () => {
  // 29 March 2026 is the Sunday on which Berlin's 02:00 becomes 03:00 at 01:00 UTC.
  const columns = columnsOf([
    anEvent({ eventId: "1", endedAtMs: Date.UTC(2026, 2, 29, 0, 30) }),
    anEvent({ eventId: "2", endedAtMs: Date.UTC(2026, 2, 29, 1, 30) }),
  ]);
  const table = touchesByHour(columns, zoneClock("Europe/Berlin"));
  expect([table[6]![1], table[6]![2], table[6]![3]]).toEqual([1, 0, 1]);
});

describe("exceptions by age", () => {
  const rule = { opens: new Set(["hold"]), resolves: new Set(["release"]), lapses: new Set(["expire"]) };
  const nowMs = Date.UTC(2026, 2, 12, 9);
  const aged = (text: string, ageOutHours = 1000) => agedExceptions(columnsOf(log(text)), rule, nowMs, ageOutHours);
  test("are resolved, lapsed or open, and a second hold while open is the same one", () => {
    expect(
      aged("O1 hold:{r}@0 hold:{r}@30 release:ana@60 \n O2 hold:{r}@0 expire:{r}@120 \n O3 hold:{r}@0").map(
        ({ caseId, state, ageHours }) => [caseId, state, ageHours],
      ),
    ).toEqual([
      ["O1", "resolved", 1],
      ["O2", "aged out", 2],
      ["O3", "open", 240],
    ]);
  });
  test("resolved too late is aged out, not resolved", () => {
    expect(aged("O1 hold:{r}@0 release:ana@180", 2)).toMatchObject([{ state: "aged out", ageHours: 2 }]);
  });
  test("fall into classes", () => {
    expect(exceptionsByAge(aged("O1 hold:{r}@0 release:ana@60 \n O2 hold:{r}@0")).open).toEqual([0, 0, 0, 0, 1]);
  });
});

test("approval chains have a depth, a wait for each step, and show who approves his own work", () => {
  const columns = columnsOf(log("P1 write:ana@0 approve:ben@60 approve:cay@180 \n P2 write:ana@0 approve:ana@120 \n P3 write:ana@0"));
  const chains = approvalChains(columns, (activity) => activity === "approve");
  expect(chains.casesByDepth).toEqual([0, 1, 1]);
  expect(chains.waitByStep.map((wait) => wait?.meanHours)).toEqual([1.5, 2]);
  expect([chains.approvers, chains.selfApproved]).toEqual([3, 1]);
});

describe("double data entry", () => {
  const entry = (eventId: string, source: string, minute: number, value: string, change = {}) =>
    anEvent({ eventId, source, endedAtMs: Date.UTC(2026, 2, 2, 9, minute), attributes: { field: value }, ...change });
  test("is one value typed in two systems within the window", () => {
    const found = doubleEntries([entry("1", "shop", 0, "1Z999AA1"), entry("2", "erp", 10, " 1z999aa1 ")], 60);
    expect(found.map(({ value, minutesApart }) => [value, minutesApart])).toEqual([["1z999aa1", 10]]);
  });
  test("is not one in the same system, too late, too short to mean anything, or written by an app", () => {
    expect(doubleEntries([entry("1", "shop", 0, "1Z999AA1"), entry("2", "shop", 1, "1Z999AA1")], 60)).toEqual([]);
    expect(doubleEntries([entry("1", "shop", 0, "1Z999AA1"), entry("2", "erp", 61, "1Z999AA1")], 60)).toEqual([]);
    expect(doubleEntries([entry("1", "shop", 0, "EUR"), entry("2", "erp", 1, "EUR")], 60)).toEqual([]);
    expect(doubleEntries([entry("1", "shop", 0, "1Z999AA1"), entry("2", "erp", 1, "1Z999AA1", { actorKind: "app" })], 60)).toEqual([]);
  });
  test("reaches over linked cases and no others", () => {
    const two = [entry("1", "shop", 0, "1Z999AA1", { caseId: "order 1" }), entry("2", "desk", 5, "1Z999AA1", { caseId: "ticket 9" })];
    expect(doubleEntries(two, 60)).toEqual([]);
    expect(doubleEntries(two, 60, () => "order 1")).toHaveLength(1);
  });
});

describe("volume elasticity", () => {
  test("is 1 when every order needs its hands, 0 when work stays the same", () => {
    const orders = [100, 120, 90, 150, 200, 80];
    expect(volumeElasticity(orders.map((n) => ({ orders: n, manualMinutes: 5 * n })))!.elasticity.point).toBeCloseTo(1, 12);
    expect(volumeElasticity(orders.map((n) => ({ orders: n, manualMinutes: 400 })))!.elasticity.point).toBeCloseTo(0, 12);
  });
  test("has a range when weeks differ, and is not told from four weeks or from equal ones", () => {
    const week = (orders: number, manualMinutes: number) => ({ orders, manualMinutes });
    const { low, point, high } = volumeElasticity([
      week(100, 500),
      week(120, 640),
      week(90, 430),
      week(150, 700),
      week(200, 1100),
    ])!.elasticity;
    expect([low < point, point < high]).toEqual([true, true]);
    expect(volumeElasticity([week(1, 1), week(2, 2), week(3, 3), week(4, 4)])).toBeNull();
    expect(volumeElasticity(Array.from({ length: 6 }, () => week(100, 500)))).toBeNull();
  });
});

test("hand-offs between teams have their own line with cases and waiting", () => {
  const teams = new Map([
    ["ana", "service"],
    ["ben", "warehouse"],
    ["cay", "warehouse"],
  ]);
  const columns = columnsOf(log("O1 ask:ana@0 pick:ben@60 pack:cay@70 ask:ana@190 pick:ben@250"));
  expect(teamHandoffs(columns, (actor) => teams.get(actor) ?? null)).toEqual([
    { from: "service", to: "warehouse", count: 2, cases: 1, waitingHours: 2 },
    { from: "warehouse", to: "service", count: 1, cases: 1, waitingHours: 2 },
  ]);
});

test("data quality counts per source what is missing, repeated, late or in the future, and drops nothing", () => {
  const now = Date.UTC(2026, 2, 2, 12);
  const events = [
    anEvent({ eventId: "1", source: "shop", caseId: "O1", role: "ops", workflow: "orders" }),
    anEvent({ eventId: "1", source: "shop", caseId: "O1" }),
    anEvent({ eventId: "2", source: "shop", caseId: "O2", actor: null, actorKind: "unknown" }),
    anEvent({ eventId: "1", source: "desk", caseId: "O1", endedAtMs: now + 1 }),
  ];
  expect(dataQuality(events, now, (event) => event.endedAtMs + (event.source === "shop" ? 2 : 0) * 86_400_000)).toEqual([
    {
      source: "desk",
      received: 1,
      duplicates: 0,
      unknownActors: 0,
      touchesWithoutRole: 1,
      withoutWorkflow: 1,
      inFuture: 1,
      late: 0,
      unlinked: 0,
    },
    {
      source: "shop",
      received: 3,
      duplicates: 1,
      unknownActors: 1,
      touchesWithoutRole: 0,
      withoutWorkflow: 0,
      inFuture: 0,
      late: 2,
      unlinked: 1,
    },
  ]);
});
