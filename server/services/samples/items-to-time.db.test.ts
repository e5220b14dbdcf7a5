import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const MINUTE = 60_000;
const CHECK = { workflow: "returns", activity: "check return" };
const SHORT = 4;
const LONG = 180;

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(async () => {
  house.jobs.length = 0;
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

/** A check by an account that did nothing else for `minutes`, and took as long. Its case tells how long that was. At the seconds of a person. */
const check = (number: number, minutes: number, endedAtMs: number, actor: string): OpsEvent => ({
  eventId: `check ${number}`,
  caseId: `R-${number} of ${minutes} min`,
  workflow: "returns",
  activity: CHECK.activity,
  actor,
  actorKind: "person",
  startedAtMs: null,
  endedAtMs: endedAtMs + ((number * 37) % 53) * 1000,
});

/** Two hundred checks before now by twenty accounts, one in twenty of them long: mean (19 x 4 + 180) / 20 = 12.8 minutes. */
function checks(nowMs: number): OpsEvent[] {
  return Array.from({ length: 20 }, (_, account) => {
    const begunMs = nowMs - (account + 1) * 1_440 * MINUTE;
    return Array.from({ length: 10 }, (_each, at) => {
      const isLong = at === 9 && account % 2 === 0;
      const endedAtMs = begunMs + (at * SHORT + (isLong ? LONG - SHORT : 0)) * MINUTE;
      return check(account * 10 + at, isLong ? LONG : SHORT, endedAtMs, `person-${account}`);
    });
  }).flat();
}

/** What each account does two hours before its checks, so that these are not the first of its day: what ends at opening may have been left open. */
const mails = (nowMs: number): OpsEvent[] =>
  Array.from({ length: 20 }, (_, account) => {
    const mail = check(500 + account, SHORT, nowMs - ((account + 1) * 1_440 + 120) * MINUTE, `person-${account}`);
    return { ...mail, activity: "read mail" };
  });

async function ingest(events: OpsEvent[]) {
  const { store } = house.services;
  const { workspaceId } = owner;
  const id = house.services.newId();
  const sourceId = await store.within({ workspaceId }, (tx) =>
    upsertUploadSource(tx, { workspaceId, id, name: "returns desk", mapping: {} }),
  );
  await ingestEvents(store, { workspaceId, sourceId, importId: null, events });
}

async function audited() {
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
  const { audit } = await owner.call((api) => api.audit.get({}));
  return audit!.report.activities.find(({ activity }) => activity === CHECK.activity)!;
}

const items = () => owner.call((api) => api.samples.items(CHECK));
const draw = () => owner.call((api) => api.samples.drawItems(CHECK));
const minutesOf = (caseId: string) => Number(/ of (\d+) min/.exec(caseId)?.[1]);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("items are drawn by their likely length, looked up, and the audit takes the chances out again", async () => {
  const nowMs = house.clock.now.getTime();
  await ingest([...checks(nowMs), ...mails(nowMs)]);
  expect((await audited()).evidence).toBe("bounds");
  expect(await draw()).toEqual({ waiting: 30 });
  const drawn = (await items()).items;
  const truths = drawn.map(({ caseId }) => minutesOf(caseId));
  // Ten of two hundred are long; with like chances one or two would be among the thirty.
  expect(truths.filter((minutes) => minutes === LONG).length).toBeGreaterThan(2);
  for (const { id, caseId } of drawn)
    await owner.call((api) => api.samples.settleItem({ itemId: id, minutes: minutesOf(caseId), note: "" }));
  expect(await items()).toMatchObject({ items: [], settled: 30 });
  const byLength = await audited();
  expect(byLength).toMatchObject({ evidence: "timed", samples: 30 });
  expect(byLength.minutesPerTouch.point).toBeGreaterThan(11);
  expect(byLength.minutesPerTouch.point).toBeLessThan(14.6);
  expect(byLength.minutesPerTouch.low).toBeLessThan(12.8);
  expect(byLength.minutesPerTouch.high).toBeGreaterThan(12.8);
  const planned = (await owner.call((api) => api.samples.plan({}))).activities.find(({ activity }) => activity === CHECK.activity)!;
  expect(planned.meanMinutes).toBeLessThan(16);

  const { samples } = await owner.call((api) => api.samples.list({ ...CHECK, limit: 100 }));
  expect(new Set(samples.map(({ event }) => event))).toEqual(new Set(["drawn"]));
  for (const { id } of samples) await owner.call((api) => api.samples.discard({ sampleId: id, discarded: true }));
  for (const minutes of truths) await owner.call((api) => api.samples.add({ ...CHECK, minutes }));
  // The same minutes of unknown chance count alike, and the mean is that of the list.
  const alike = await audited();
  expect(alike.minutesPerTouch.point).toBeCloseTo(meanOf(truths), 9);
  expect(alike.minutesPerTouch.point).toBeGreaterThan(1.2 * byLength.minutesPerTouch.point);
});

test("while a list is open none is drawn; the next is of items that ended since", async () => {
  await ingest(checks(house.clock.now.getTime()).slice(0, 20));
  expect(await draw()).toEqual({ waiting: 20 });
  const first = (await items()).items;
  await ingest([check(900, SHORT, house.clock.now.getTime() - MINUTE, "person-0")]);
  expect(await draw()).toEqual({ waiting: 20 });
  expect((await items()).items).toEqual(first);
  for (const { id } of first) await owner.call((api) => api.samples.settleItem({ itemId: id, minutes: null, note: "" }));
  expect((await owner.call((api) => api.samples.list(CHECK))).samples).toEqual([]);
  expect(await draw()).toEqual({ waiting: 1 });
  expect((await items()).items.map(({ caseId }) => caseId)).toEqual([`R-900 of ${SHORT} min`]);
});

test("an item is looked up once, and another workspace cannot", async () => {
  await ingest(checks(house.clock.now.getTime()));
  await draw();
  const [{ id: itemId } = { id: "" }] = (await items()).items;
  const stranger = await house.ownerOf("Elsewhere");
  expect(await outcome(stranger.call((api) => api.samples.settleItem({ itemId, minutes: 4, note: "" })))).toBe("NOT_FOUND");
  await owner.call((api) => api.samples.settleItem({ itemId, minutes: 4, note: "" }));
  expect(await outcome(owner.call((api) => api.samples.settleItem({ itemId, minutes: 5, note: "" })))).toBe("NOT_FOUND");
});

test("an activity that nobody did has nothing to draw", async () => {
  await ingest(checks(house.clock.now.getTime()));
  expect(await outcome(owner.call((api) => api.samples.drawItems({ ...CHECK, activity: "dance" })))).toBe("NOT_FOUND");
});

test("what a stop-watch timed is the event that ended meanwhile, and the list of samples says so", async () => {
  await ingest(checks(house.clock.now.getTime()));
  const timed = async (minutes: number, ended: OpsEvent[]) => {
    await owner.call((api) => api.samples.start(CHECK));
    house.clock.advance(minutes * MINUTE);
    await ingest(ended);
    await owner.call((api) => api.samples.stop({}));
    house.clock.advance(10 * MINUTE);
  };
  const now = () => house.clock.now.getTime();
  await timed(6, [check(901, 6, now() + 5 * MINUTE, "person-1")]);
  await timed(3, []);
  await timed(5, [check(902, 5, now() + 2 * MINUTE, "person-1"), check(903, 5, now() + 4 * MINUTE, "person-2")]);
  await owner.call((api) => api.samples.add({ ...CHECK, minutes: 7 }));
  const { samples } = await owner.call((api) => api.samples.list(CHECK));
  expect(samples.map(({ minutes, event }) => [minutes, event])).toEqual([
    [7, "not looked for"],
    [5, "several"],
    [3, "none"],
    [6, "matched"],
  ]);
});

test("samples that are matched let the audit see that the touches timed were those after short gaps", async () => {
  // Twenty accounts, each with a touch every ten minutes or every hour: how long it takes goes with the gap before it.
  const nowMs = house.clock.now.getTime();
  const gapOf = (at: number) => (at % 4 === 3 ? 60 : 10);
  const past = Array.from({ length: 20 }, (_, account) => {
    let endedAtMs = nowMs - (account + 2) * 1_440 * MINUTE;
    return Array.from({ length: 12 }, (_each, at) => {
      endedAtMs += gapOf(at) * MINUTE;
      return check(account * 12 + at, gapOf(at), endedAtMs, `person-${account}`);
    });
  }).flat();
  const timed: { minutes: number; takenAt: Date; event: OpsEvent }[] = [];
  let endedAtMs = nowMs;
  for (let at = 0; at < 30; at += 1) {
    const gap = at % 10 === 9 ? 60 : 10;
    endedAtMs += gap * MINUTE;
    timed.push({ minutes: gap / 2, takenAt: new Date(endedAtMs), event: check(1000 + at, gap, endedAtMs, "person-x") });
  }
  await ingest([...past, ...timed.map(({ event }) => event)]);
  for (const { minutes, takenAt } of timed) {
    const waitMs = takenAt.getTime() - minutes * MINUTE - house.clock.now.getTime();
    house.clock.advance(waitMs);
    await owner.call((api) => api.samples.start(CHECK));
    house.clock.advance(minutes * MINUTE);
    await owner.call((api) => api.samples.stop({}));
  }
  // Timed: (27 x 5 + 3 x 30) / 30 = 7.5 minutes. In the log one in four came after an hour: about 11.
  const seen = await audited();
  expect(seen.samples).toBe(30);
  expect(seen.minutesPerTouch.point).toBeGreaterThan(10);
  expect(seen.minutesPerTouch.point).toBeLessThan(12);
});
