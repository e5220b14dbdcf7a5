import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { houseJobs } from "#server/jobs/index.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const DAY = 86_400_000;
const start = Date.UTC(2025, 9, 27, 9);

let house: TestHouse;
let owner: Member;
let sourceId: string;

/** Touches a day of one activity; ana's gaps are uneven, as people's are. */
const touches = (activity: string, fromDay: number, toDay: number, perDay: (day: number) => number) =>
  Array.from({ length: toDay - fromDay }, (_, at) =>
    Array.from({ length: perDay(fromDay + at) }, (_event, i) =>
      anEvent({
        eventId: `${activity}${fromDay + at}-${i}`,
        caseId: `R${fromDay + at}-${i % 4}`,
        workflow: "returns",
        activity,
        endedAtMs: start + (fromDay + at) * DAY + i * 1_200_000 + ((i * i * 17 + at * 7) % 60) * 1000,
      }),
    ),
  ).flat();

const bring = async (events: ReturnType<typeof touches>) => {
  await ingestEvents(house.store, { workspaceId: owner.workspaceId, sourceId, importId: null, events });
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
};
const sweep = async () => {
  await houseJobs.find(({ name }) => name === "sweep-audits")!.run(house.services, new AbortController().signal);
};
const alarms = () => owner.call((api) => api.audit.alarms({}));

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  const source = { workspaceId, id: house.services.newId(), name: "returns desk", mapping: {} };
  sourceId = await house.store.within({ workspaceId }, (tx) => upsertUploadSource(tx, source));
});
afterAll(() => house.close());

test("a workspace that was never audited is left alone by the weekly audit", async () => {
  await sweep();
  expect(house.jobs).toEqual([]);
});

test("steady work raises no alarm", async () => {
  await bring(touches("grade goods", 0, 50, () => 4));
  expect(await alarms()).toEqual([]);
});

test("the weekly audit runs where one was made, once however often it is asked for, and raises the alarm", async () => {
  await ingestEvents(house.store, {
    workspaceId: owner.workspaceId,
    sourceId,
    importId: null,
    events: touches("grade goods", 50, 72, () => 8),
  });
  await sweep();
  await sweep();
  expect(house.jobs.map(({ name }) => name)).toEqual(["build-audit"]);
  await runJobs(house);
  // The last day is cut off by the end of the log; before it 50 days of 4 and 21 of 8,
  // to a tenth: 71 days are no whole number of weeks, so that two weekdays hold one high day less.
  expect(await alarms()).toMatchObject([
    {
      workflow: "returns",
      activity: "grade goods",
      since: "2025-12-16",
      usualAWeek: expect.closeTo(28, 1),
      presentAWeek: expect.closeTo(56, 1),
    },
  ]);
});

test("the next audit tells of it once, and not again after somebody dismissed it", async () => {
  await bring(touches("grade goods", 72, 75, () => 8));
  const [alarm, ...others] = await alarms();
  expect(others).toEqual([]);
  await owner.call((api) => api.audit.dismissAlarm({ alarmId: alarm!.id, dismissed: true }));
  await bring(touches("grade goods", 75, 77, () => 8));
  expect(await alarms()).toEqual([]);
  await owner.call((api) => api.audit.dismissAlarm({ alarmId: alarm!.id, dismissed: false }));
  expect(await alarms()).toHaveLength(1);
  expect(await outcome(owner.call((api) => api.audit.dismissAlarm({ alarmId: house.services.newId(), dismissed: true })))).toBe(
    "NOT_FOUND",
  );
});

test("an alarm is withdrawn once history that comes in later shows that nothing rose, and is not told of while a connection still fills", async () => {
  const other = await house.ownerOf("Southwind Supply");
  const { workspaceId } = other;
  const source = { workspaceId, id: house.services.newId(), name: "purchasing", mapping: {} };
  const id = await house.store.within({ workspaceId }, (tx) => upsertUploadSource(tx, source));
  const land = async (events: ReturnType<typeof touches>) => {
    await ingestEvents(house.store, { workspaceId, sourceId: id, importId: null, events });
    await other.call((api) => api.audit.request({}));
    await runJobs(house);
  };
  const told = () => other.call((api) => api.audit.alarms({}));
  const fill = (state: "running" | "done") =>
    house.store.within({ workspaceId }, async (tx) => {
      await sql`insert into job_run (workspace_id, id, name, title, payload, requested_by, state)
        values (${workspaceId}, ${FILLS}, 'sync-connection', 'Sync', '{}', '{}', ${state}) on conflict (workspace_id, id) do update set state = ${state}`.execute(
        tx,
      );
    });
  // The newest four weeks are here in full, of the ones before only a few.
  await fill("running");
  await land([...touches("update memo", 0, 44, (day) => (day % 3 === 0 ? 1 : 0)), ...touches("update memo", 44, 72, () => 6)]);
  expect(await told()).toEqual([]);
  await fill("done");
  await land(touches("receive goods", 0, 72, () => 1));
  expect(await told()).toMatchObject([{ activity: "update memo", again: false }]);
  await land(
    touches("update memo", 0, 44, (day) => (day % 3 === 0 ? 6 : 5)).map((event) => ({ ...event, eventId: `late ${event.eventId}` })),
  );
  expect(await told()).toEqual([]);
});

const FILLS = "01900000-0000-7000-8000-000000000001";

test("an earlier audit can still be shown, beside the newest", async () => {
  const audits = await owner.call((api) => api.audit.list({}));
  expect(audits.length).toBeGreaterThan(2);
  const [newest, oldest] = await Promise.all(
    [audits[0]!, audits.at(-1)!].map(({ id }) => owner.call((api) => api.audit.get({ auditId: id }))),
  );
  expect(oldest!.audit!.report.total.touches).toBe(200);
  expect(newest!.audit!.report.total.touches).toBeGreaterThan(200);
});
