import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

const HOUR = 3_600_000;
/** So many recorded hours, ended on a day of March 2025 at ten. */
const worked = (day: number, hours: number) => {
  const endedAtMs = Date.UTC(2025, 2, day, 10 + hours);
  return anEvent({ eventId: `e${day}`, caseId: `R${day}`, workflow: "returns", startedAtMs: endedAtMs - hours * HOUR, endedAtMs });
};
const compared = (earlier: string, later: string, weeks = 1) =>
  owner.call((api) => api.audit.compareWeeks({ earlier: { from: earlier, weeks }, later: { from: later, weeks } }));

test("before the first audit there is nothing to compare", async () => {
  expect(await compared("2025-03-03", "2025-03-10")).toBeNull();
});

test("two weeks are compared by what was done in each, from any of their days, each at the rates of its own end", async () => {
  const scope = { workspaceId: owner.workspaceId };
  const sourceId = await house.store.within(scope, (tx) =>
    upsertUploadSource(tx, { ...scope, id: house.services.newId(), name: "log", mapping: {} }),
  );
  // Mondays of March 2025: 3, 10, 17.
  const events = [worked(3, 1), worked(7, 2), worked(10, 1), worked(14, 2), worked(15, 3), worked(17, 1)];
  await ingestEvents(house.store, { ...scope, sourceId, importId: null, events });
  await owner.call((api) => api.audit.request({}));
  await owner.call((api) =>
    api.rates.set({ role: "default", effectiveFrom: "2025-03-10", minorAnHour: 4_000, class: "recorded", source: "Payroll" }),
  );
  await runJobs(house);
  const found = (await compared("2025-03-05", "2025-03-13"))!;
  expect([found.earlier, found.later].map(({ from, to }) => [from, to])).toEqual([
    ["2025-03-03", "2025-03-09"],
    ["2025-03-10", "2025-03-16"],
  ]);
  const figures = [found.earlier, found.later].map(({ report }) =>
    report.workflows.map(({ workflow, touches, hoursPerWeek, drag }) => [workflow, touches, hoursPerWeek.point, drag.totalMinor.point]),
  );
  expect(figures).toEqual([[["returns", 2, 3, 52 * 3 * 3_500]], [["returns", 3, 6, 52 * 6 * 4_000]]]);
});

test.each([0, 54, 1.5])("%d weeks are refused", async (weeks) => {
  expect(await outcome(compared("2025-03-03", "2025-03-10", weeks))).toBe("INPUT_INVALID");
});
