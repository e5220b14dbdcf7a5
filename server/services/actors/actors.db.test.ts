import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

let house: TestHouse;
let owner: Member;

const day = Date.UTC(2026, 0, 5, 9);
const events = [
  ...Array.from({ length: 30 }, (_, i) =>
    anEvent({ eventId: `s${i}`, caseId: `O${i}`, actor: "svc-stock", workflow: "inventory-sync", endedAtMs: day + i * 420_000 }),
  ),
  ...Array.from({ length: 10 }, (_, i) =>
    anEvent({ eventId: `a${i}`, caseId: `O${i}`, actor: "ana@example.com", workflow: "inventory-sync", endedAtMs: day + i * i * 61_000 }),
  ),
];

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  const source = { workspaceId, id: house.services.newId(), name: "stock system", mapping: {} };
  const sourceId = await house.store.within({ workspaceId }, (tx) => upsertUploadSource(tx, source));
  await ingestEvents(house.store, { workspaceId, sourceId, importId: null, events });
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
});
afterAll(() => house.close());

const touches = async () => (await owner.call((api) => api.audit.get({}))).audit!.report.total.touches;
const accounts = async () => (await owner.call((api) => api.actors.list({}))).accounts;
const suspected = async () => (await accounts()).filter(({ reasons, said }) => reasons.length > 0 || said !== null);

test("an account that works like a machine is shown under its pseudonym with the reasons, and its events are no touches", async () => {
  const listed = await suspected();
  expect(listed).toHaveLength(1);
  expect(listed[0]!.account).toMatch(/^actor [\da-f]{6}$/);
  expect(listed[0]!.reasons).toContain('the name contains "svc", as service accounts do');
  expect(JSON.stringify(listed)).not.toContain("svc-stock");
  expect(await touches()).toBe(10);
});

test("what a person says of it wins, is logged under the pseudonym, and can be taken back", async () => {
  const { account } = (await suspected())[0]!;
  await owner.call((api) => api.actors.say({ account, kind: "person", reason: "Two people share it" }));
  await runJobs(house);
  expect(await touches()).toBe(40);
  expect(await suspected()).toMatchObject([{ account, reasons: [], said: { kind: "person", reason: "Two people share it" } }]);
  const { changes } = await owner.call((api) => api.changes.list({ noun: "account", limit: 5 }));
  expect(changes).toMatchObject([{ verb: "classify", before: null, after: { kind: "person", reason: "Two people share it" } }]);
  expect(JSON.stringify(changes)).not.toContain("svc-stock");

  await owner.call((api) => api.actors.say({ account, kind: null, reason: "" }));
  await runJobs(house);
  expect(await touches()).toBe(10);
});

test("every account is listed with what it was recorded as and did last, and one that nothing was found of can be named an app", async () => {
  const listed = await accounts();
  expect(listed).toHaveLength(2);
  const recorded = { kind: "person", activity: "review", source: "stock system" };
  expect(listed).toMatchObject([{ recorded }, { recorded }]);
  expect(JSON.stringify(listed)).not.toMatch(/ana|svc-stock/);
  const { account } = listed.find(({ reasons }) => reasons.length === 0)!;
  await owner.call((api) => api.actors.say({ account, kind: "app", reason: "" }));
  await runJobs(house);
  expect(await touches()).toBe(0);
  await owner.call((api) => api.actors.say({ account, kind: null, reason: "" }));
  await runJobs(house);
  expect(await touches()).toBe(10);
});

test("a pseudonym of nobody is not found, and a contributor may look but not classify", async () => {
  expect(await outcome(owner.call((api) => api.actors.say({ account: "actor 000000", kind: "app", reason: "" })))).toBe("NOT_FOUND");
  const contributor = await house.memberOf(owner, "contributor");
  const { account } = (await accounts())[0]!;
  expect(await outcome(contributor.call((api) => api.actors.say({ account, kind: "app", reason: "" })))).toBe("PERMISSION_MISSING");
  expect((await contributor.call((api) => api.actors.list({}))).accounts).toHaveLength(2);
});

test("the workflow's page has its paths and hours, and nobody by name where fewer than three people work", async () => {
  const workflow = await owner.call((api) => api.audit.workflow({ workflow: "inventory-sync" }));
  expect(workflow!.variants.cases).toBe(30);
  expect(workflow!.handoffs).toMatchObject({ people: 1, rows: [] });
  expect(workflow!.touchesByHour[0]![9]).toBe(8); // 0, 1, 4, 9, 16, 25, 36 and 49 x 61 s are in the first hour, 64 x 61 s is not
  expect(await owner.call((api) => api.audit.workflow({ workflow: "returns" }))).toBeNull();
});
