import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const NINE = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;

let house: TestHouse;
let owner: Member;
let auditId: string;

async function deliver(events: Parameters<typeof ingestEvents>[1]["events"]): Promise<void> {
  const { workspaceId } = owner;
  const id = house.services.newId();
  const sourceId = await house.store.within({ workspaceId }, (tx) =>
    upsertUploadSource(tx, { workspaceId, id, name: "desk.csv", mapping: {} }),
  );
  await ingestEvents(house.store, { workspaceId, sourceId, importId: null, events });
}

const at = (n: number, change: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ eventId: `e${n}`, caseId: `O${n}`, workflow: "returns", endedAtMs: NINE + n * HOUR, ...change });

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  await deliver([
    at(1, { actor: "ana" }),
    at(2, { actor: "ana", activity: "refund" }),
    at(3, { actor: "nightly token" }),
    at(4, { actor: "a customer", actorKind: "customer" }),
    at(5, { actor: "ShipDock", actorKind: "app" }),
    at(6, { actor: null, actorKind: "unknown" }),
    at(30, { actor: "ana" }),
  ]);
  const { workspaceId } = owner;
  await house.store.within({ workspaceId }, (tx) =>
    tx
      .insertInto("actor_kind")
      .values({
        workspace_id: workspaceId,
        actor: "nightly token",
        kind: "app",
        reason: "",
        decided_by: "{}",
        decided_at: house.services.now(),
      })
      .execute(),
  );
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
  auditId = (await owner.call((api) => api.audit.get({}))).audit!.id;
});
afterAll(() => house.close());

type Asked = Parameters<Parameters<Parameters<Member["call"]>[0]>[0]["audit"]["events"]>[0];
const idsOf = async (asked: Partial<Asked>) =>
  (await owner.call((api) => api.audit.events({ workflow: "returns", activity: null, ...asked }))).events.map(({ eventId }) => eventId);

test("the events behind a figure of people are exactly those that the audit counted as theirs", async () => {
  const { report } = (await owner.call((api) => api.audit.get({ auditId }))).audit!;
  const counted = report.workflows.find(({ workflow }) => workflow === "returns")!.eventsByKind;
  const people = await idsOf({ by: "person", auditId });
  expect(people).toEqual(["e30", "e2", "e1"]);
  expect(people.length).toBe(counted.person);
  expect(await idsOf({ by: "app", auditId })).toEqual(["e5", "e3"]);
  expect(counted.app).toBe(2);
  expect(await idsOf({ by: "customer" })).toEqual(["e4"]);
  expect(await idsOf({ by: "unknown" })).toEqual(["e6"]);
  expect(await idsOf({})).toHaveLength(7);
});

test("what happened after the last event of an audit is not among the events behind its figures", async () => {
  await deliver([at(50, { actor: "ana" })]);
  expect(await idsOf({ by: "person", auditId })).toEqual(["e30", "e2", "e1"]);
  expect(await idsOf({ by: "person" })).toEqual(["e50", "e30", "e2", "e1"]);
});

test("days are those of the workspace's calendar, the last one whole", async () => {
  // 5 January 2026, nine to fifteen o'clock UTC; the seventh lies a day later.
  expect(await idsOf({ days: { from: "2026-01-05", to: "2026-01-05" } })).toEqual(["e6", "e5", "e4", "e3", "e2", "e1"]);
  expect(await idsOf({ days: { from: "2026-01-06", to: "2026-01-06" } })).toEqual(["e30"]);
});

test("a name with a NUL and an audit of nobody are refused in words, and no query fails", async () => {
  expect(await outcome(owner.call((api) => api.audit.events({ workflow: "\0", activity: null })))).toBe("INPUT_INVALID");
  expect(await outcome(owner.call((api) => api.audit.events({ workflow: null, activity: null, auditId: house.services.newId() })))).toBe(
    "NOT_FOUND",
  );
});
