import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const HOUR = 3_600_000;
let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

/** Events are never changed by the product, so the owner of the database says when they came in. */
async function deliveredAt(at: Date): Promise<void> {
  const keeper = new pg.Client({ connectionString: house.ownerUrl });
  await keeper.connect();
  try {
    await keeper.query("select set_config('app.workspace_id', $1, false)", [owner.workspaceId]);
    const { rowCount } = await keeper.query("update event set ingested_at = $1", [at]);
    expect(rowCount).toBe(6);
  } finally {
    await keeper.end();
  }
}

test("unknown activities, actors without a role, events in the future and late ones are counted by source; only those in the future are no work yet", async () => {
  const { store, services } = house;
  const scope = { workspaceId: owner.workspaceId };
  const now = services.now().getTime();
  const sourceId = await store.within(scope, (tx) =>
    upsertUploadSource(tx, { ...scope, id: services.newId(), name: "Shopify", mapping: {} }),
  );
  const at = (hours: number) => now + hours * HOUR;
  const events = [
    anEvent({ eventId: "claimed", workflow: "returns", role: "desk", endedAtMs: at(-2) }),
    anEvent({ eventId: "of no workflow", role: "desk", endedAtMs: at(-3) }),
    anEvent({ eventId: "without a role", workflow: "returns", endedAtMs: at(-4) }),
    anEvent({ eventId: "by nobody knows whom", workflow: "returns", actor: null, actorKind: "unknown", endedAtMs: at(-5) }),
    anEvent({ eventId: "tomorrow", workflow: "returns", role: "desk", endedAtMs: at(24) }),
    anEvent({ eventId: "late", workflow: "returns", role: "desk", endedAtMs: at(-48) }),
  ];
  await ingestEvents(store, { ...scope, sourceId, importId: null, events });
  // A connection that had been there for a week when the late one happened; it delivered all of this now.
  await store.within(scope, (tx) =>
    tx
      .updateTable("event_source")
      .set({ kind: "connection", created_at: new Date(at(-200)) })
      .where("id", "=", sourceId)
      .execute(),
  );
  await deliveredAt(new Date(now));
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
  const { report } = (await owner.call((api) => api.audit.get({}))).audit!;
  expect(report.total.events).toBe(5);
  expect(report.quality).toEqual([
    {
      source: "Shopify",
      received: 6,
      duplicates: 0,
      unknownActors: 1,
      touchesWithoutRole: 1,
      withoutWorkflow: 1,
      inFuture: 1,
      late: 1,
      unlinked: 0,
    },
  ]);
});
