import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { seedScenario } from "../demo/seed-scenario.ts";

const MINUTE = 60_000;
const CHECK = { workflow: "returns", activity: "check return" };

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  house.clock.now = new Date("2026-03-09T10:00:00.000Z"); // A log that is drawn begins a week before.
  owner = await house.ownerOf("Northwind Supply");
});
beforeEach(async () => {
  house.jobs.length = 0;
  const { workspaceId } = await seedScenario(house.services, {
    name: "returns-ping-pong",
    owner: { userId: owner.userId, name: owner.name },
  });
  await runJobs(house);
  await owner.call((api) => api.workspaces.switch({ workspaceId }));
});
afterAll(() => house.close());

const plan = (precision: 0.05 | 0.1 | 0.2 = 0.1) => owner.call((api) => api.samples.plan({ precision }));
const add = (minutes: number) => owner.call((api) => api.samples.add({ ...CHECK, minutes }));
const report = async () => (await owner.call((api) => api.audit.get({}))).audit!.report;
const inReport = async () => (await report()).activities.find(({ activity }) => activity === CHECK.activity)!;

test("a stop-watch runs on the server: another device of the same person shows it, and stopping keeps what it shows", async () => {
  await owner.call((api) => api.samples.start(CHECK));
  const startedAt = house.clock.now;
  house.clock.advance(7.5 * MINUTE);
  expect((await plan()).running).toEqual({ ...CHECK, startedAt });
  const { minutes, sampleId } = await owner.call((api) => api.samples.stop({}));
  expect(minutes).toBe(7.5);
  expect((await plan()).running).toBeNull();
  const { samples } = await owner.call((api) => api.samples.list(CHECK));
  expect(samples).toMatchObject([{ id: sampleId, minutes: 7.5, how: "stop-watch", discardedAt: null }]);
});

test("one person has one stop-watch; two people time at once", async () => {
  await owner.call((api) => api.workspaces.switch({ workspaceId: owner.workspaceId }));
  const colleague = await house.memberOf(owner, "contributor");
  await owner.call((api) => api.samples.start(CHECK));
  expect(await outcome(owner.call((api) => api.samples.start({ ...CHECK, activity: "restock" })))).toBe("CONFLICT");
  await colleague.call((api) => api.samples.start({ ...CHECK, activity: "restock" }));
  expect((await plan()).running?.activity).toBe("check return");
});

test("a discarded stop-watch leaves no sample, and taken up again it shows the time from its first start", async () => {
  await owner.call((api) => api.samples.start(CHECK));
  house.clock.advance(2 * MINUTE);
  const dropped = await owner.call((api) => api.samples.drop({}));
  expect((await owner.call((api) => api.samples.list(CHECK))).samples).toEqual([]);
  house.clock.advance(MINUTE);
  await owner.call((api) => api.samples.start(dropped));
  expect((await owner.call((api) => api.samples.stop({}))).minutes).toBe(3);
});

test("a forgotten stop-watch is no sample and runs on; one pressed by mistake neither", async () => {
  await owner.call((api) => api.samples.start(CHECK));
  expect(await outcome(owner.call((api) => api.samples.stop({})))).toBe("INPUT_INVALID");
  house.clock.advance(25 * 60 * MINUTE);
  expect(await outcome(owner.call((api) => api.samples.stop({})))).toBe("INPUT_INVALID");
  expect((await plan()).running?.activity).toBe("check return");
  const forgotten = await owner.call((api) => api.samples.drop({}));
  expect(await outcome(owner.call((api) => api.samples.start(forgotten)))).toBe("INPUT_INVALID");
  expect(await outcome(owner.call((api) => api.samples.stop({})))).toBe("NOT_FOUND");
});

test("samples set off one audit, whatever their number, and the audit then knows minutes a touch", async () => {
  for (const minutes of [4, 4, 6, 8, 8]) await add(minutes);
  expect(house.jobs.map(({ name }) => name)).toEqual(["build-audit"]);
  await runJobs(house);
  expect(await inReport()).toMatchObject({ evidence: "timed", samples: 5 });
  // 20 touches: cv 1/3 asks for 30.1 items of many, 30.1 / (1 + 30.1 / 20) = 12.01 of twenty, so 13 less the 5 taken.
  expect((await inReport()).samplesWanted).toBe(8);
  expect((await plan()).activities.find(({ activity }) => activity === "check return")).toEqual({
    ...CHECK,
    touches: 20,
    meanMinutes: 6,
    taken: 5,
    more: 8,
    basis: "spread",
  });
  await add(6);
  expect(house.jobs).toHaveLength(1);
});

test("a discarded sample counts no more, until the discarding is taken back", async () => {
  await add(4);
  const { sampleId } = await add(8);
  await owner.call((api) => api.samples.discard({ sampleId, discarded: true }));
  await runJobs(house);
  expect((await inReport()).samples).toBe(1);
  expect((await plan()).discarded).toEqual([{ ...CHECK, discarded: 1 }]);
  await owner.call((api) => api.samples.discard({ sampleId, discarded: false }));
  await runJobs(house);
  expect((await inReport()).samples).toBe(2);
  expect((await plan()).discarded).toEqual([]);
  const { changes } = await owner.call((api) => api.changes.list({ noun: "sample", limit: 5 }));
  expect(changes.map(({ verb }) => verb)).toEqual(["restore", "discard"]);
});

test("activities without samples are asked for thirty, or for all of their touches; the finer the precision the more", async () => {
  const activities = (await plan()).activities;
  // 20 checks and inspections, 10 restocks; the app's refund and the shopper's request are nobody's hands.
  expect(Object.fromEntries(activities.map(({ activity, more }) => [activity, more]))).toEqual({
    "check return": 20,
    "inspect item": 20,
    restock: 10,
  });
  for (const minutes of [4, 4, 6, 8, 8]) await add(minutes);
  const more = async (precision: 0.05 | 0.1 | 0.2) =>
    (await plan(precision)).activities.find(({ activity }) => activity === "check return")!.more;
  expect(await more(0.05)).toBeGreaterThan(await more(0.1));
  expect(await more(0.1)).toBeGreaterThan(await more(0.2));
});

test("work without a trace can be timed: it is listed without touches", async () => {
  await owner.call((api) => api.samples.add({ workflow: "returns", activity: "ring the courier", minutes: 12, note: "by phone" }));
  const found = (await plan()).activities.find(({ activity }) => activity === "ring the courier");
  expect(found).toMatchObject({ touches: null, taken: 1, meanMinutes: 12 });
});

test("a file of samples is read once: the same file again adds nothing, and bad rows are named", async () => {
  const text = [
    "workflow;activity;minutes;taken at;note",
    "returns;check return;4,5;2026-01-09 09:30;",
    "returns;check return;4,5;2026-01-09 09:30;",
    "returns;inspect item;many;;",
    "returns;inspect item;3;2027-01-01 10:00;",
    "returns;restock;2;;a big box",
  ].join("\r\n");
  const send = () => owner.call((api) => api.samples.import({ fileName: "timed.csv", text }));
  expect(await send()).toEqual({
    added: 3,
    known: 0,
    rejected: [
      { line: 4, reason: '"many" is no number of minutes between 0 and 1440' },
      { line: 5, reason: "its time lies in the future" },
    ],
    rejectedCount: 2,
    unheardOf: [],
  });
  expect(await send()).toMatchObject({ added: 0, known: 3 });
  expect((await owner.call((api) => api.samples.list(CHECK))).samples.map(({ minutes, how }) => [minutes, how])).toEqual([
    [4.5, "imported"],
    [4.5, "imported"],
  ]);
});

test("a file of samples says which of its activities nobody has heard of; work declared without a trace is no such", async () => {
  await owner.call((api) => api.samples.declareUntraced({ workflow: "returns", activity: "ring the courier", timesAWeek: 5, note: null }));
  const text = "workflow,activity,minutes\nreturns,check return,4\nreturns,ring the courier,9\nreturns,nope,2\nreturns,nope,3\n";
  const send = () => owner.call((api) => api.samples.import({ fileName: "timed.csv", text }));
  const unheardOf = [{ workflow: "returns", activity: "nope", samples: 2 }];
  expect(await send()).toMatchObject({ added: 4, unheardOf });
  expect(await send()).toMatchObject({ added: 0, known: 4, unheardOf });
});

test.each([
  ["", "UPLOAD_EMPTY"],
  ["workflow,activity,minutes\n", "UPLOAD_EMPTY"],
  ["who,what,how long\nana,review,4\n", "MAPPING_INCOMPLETE"],
  ["PK\u0003\u0004\u0000\uFFFD", "UPLOAD_UNREADABLE"],
])("a file that holds %j is refused", async (text, code) => {
  expect(await outcome(owner.call((api) => api.samples.import({ fileName: "timed.csv", text })))).toBe(code);
});

test.each([0, -1, 1441, Number.NaN])("%d minutes are no sample", async (minutes) => {
  expect(await outcome(add(minutes))).toBe("INPUT_INVALID");
});

test("work that leaves no trace is declared, takes its hours from its samples, is logged, and can be taken back", async () => {
  const CALL = { workflow: "returns", activity: "call the carrier" };
  const declare = (timesAWeek: number | null) =>
    owner.call((api) => api.samples.declareUntraced({ ...CALL, timesAWeek, note: "by the phone bill" }));
  const untraced = () => owner.call((api) => api.samples.untraced({}));
  await declare(30);
  expect(await untraced()).toMatchObject([{ ...CALL, timesAWeek: 30, samples: 0, hoursPerWeek: null }]);
  for (const minutes of [4, 6, 8]) await owner.call((api) => api.samples.add({ ...CALL, minutes }));
  expect((await untraced())[0]).toMatchObject({ samples: 3, hoursPerWeek: { point: 3 } });
  // It stands apart: no activity of the audit has it.
  expect((await report()).activities.some(({ activity }) => activity === CALL.activity)).toBe(false);
  await declare(40);
  expect((await untraced()).map(({ timesAWeek }) => timesAWeek)).toEqual([40]);
  await declare(null);
  expect(await untraced()).toEqual([]);
  expect(await outcome(declare(null))).toBe("NOT_FOUND");
  const { changes } = await owner.call((api) => api.changes.list({}));
  expect(changes.filter(({ noun }) => noun === "untraced work").map(({ verb }) => verb)).toEqual(["remove", "update", "create"]);
});
