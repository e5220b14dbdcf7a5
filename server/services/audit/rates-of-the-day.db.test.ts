import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { contextOf } from "#tests/import-file.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { exportAudit } from "./export-audit.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const scope = { workspaceId: owner.workspaceId };
  const sourceId = await house.store.within(scope, (tx) =>
    upsertUploadSource(tx, { ...scope, id: house.services.newId(), name: "log", mapping: {} }),
  );
  const endedAtMs = Date.UTC(2025, 2, 3, 10);
  const events = [anEvent({ role: "buyer", workflow: "supplier-po", startedAtMs: endedAtMs - 3_600_000, endedAtMs })];
  await ingestEvents(house.store, { ...scope, sourceId, importId: null, events });
});
afterAll(() => house.close());

const rate = (change: { effectiveFrom: string | null; minorAnHour: number; role?: string }) =>
  owner.call((api) => api.rates.set({ role: "buyer", class: "recorded", source: "Payroll", ...change }));
const audit = async (day?: string) => {
  const { jobRunId } = await owner.call((api) => api.audit.request(day === undefined ? {} : { day }));
  await runJobs(house);
  const { report } = (await owner.call((api) => api.audit.get({ auditId: jobRunId }))).audit!;
  const { total, rate: rest, roleRates } = report;
  return { cost: total.drag.totalMinor.point, perHour: total.minorPerHour, rest: rest.minorPerHour, roleRates };
};

test("an audit of a past day is priced at the rates of that day, the newest at those of today", async () => {
  await rate({ effectiveFrom: "2025-03-10", minorAnHour: 5_000 });
  await rate({ effectiveFrom: "2025-04-01", minorAnHour: 6_000 });
  await rate({ role: "default", effectiveFrom: "2025-03-20", minorAnHour: 4_000 });
  // One hour in a log of a day, which counts as a week.
  expect(await audit("2025-03-09")).toEqual({ cost: 52 * 3_500, perHour: 3_500, rest: 3_500, roleRates: [] });
  expect(await audit("2025-03-10")).toMatchObject({ cost: 52 * 5_000, rest: 3_500, roleRates: [{ role: "buyer", from: "2025-03-10" }] });
  expect(await audit("2025-03-31")).toMatchObject({ cost: 52 * 5_000, rest: 4_000 });
  expect(await audit("2025-04-01")).toMatchObject({ cost: 52 * 6_000, rest: 4_000 });
  expect(await audit()).toMatchObject({ cost: 52 * 6_000, perHour: 6_000, rest: 4_000 });
});

test("the audit as of a past day is opened by its day, apart from the newest, and its file names the day", async () => {
  await audit();
  await audit("2025-03-12");
  const made = await owner.call((api) => api.audit.list({}));
  const ofDay = made.find(({ asOf }) => asOf === "2025-03-12")!;
  expect((await owner.call((api) => api.audit.get({ day: "2025-03-12" }))).audit).toMatchObject({ id: ofDay.id, asOf: "2025-03-12" });
  expect((await owner.call((api) => api.audit.get({ day: "2025-03-13" }))).audit).toBeNull();
  expect((await owner.call((api) => api.audit.get({}))).audit).toMatchObject({ asOf: null });
  const { fileName } = await exportAudit(await contextOf(owner), { auditId: ofDay.id, format: "csv" });
  expect(fileName).toBe("audit as of 2025-03-12.csv");
});

test("a changed rate has the newest audit made again", async () => {
  await audit();
  await rate({ effectiveFrom: "2025-04-01", minorAnHour: 7_000 });
  await runJobs(house);
  const { audit: newest } = await owner.call((api) => api.audit.get({}));
  expect(newest?.report.total.drag.totalMinor.point).toBe(52 * 7_000);
});
