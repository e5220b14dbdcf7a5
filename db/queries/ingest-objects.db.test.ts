import { afterAll, beforeAll, expect, test } from "vitest";
import { eraseConnectionRows } from "./connections.ts";
import { ingestLinks, ingestObjects } from "./ingest-objects.ts";
import { CASE_QUALIFIER } from "#server/domain/event-log/event.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Objects");
});
afterAll(() => house.close());

const rowsOf = (workspaceId: string) =>
  house.store.within({ workspaceId }, async (tx) => ({
    objects: await tx.selectFrom("object").select(["object_type", "object_id"]).orderBy("object_type").orderBy("object_id").execute(),
    links: await tx.selectFrom("event_object").select(["event_id", "object_type", "qualifier"]).orderBy("object_type").execute(),
    relations: await tx.selectFrom("object_relation").select(["object_id", "other_id", "qualifier"]).execute(),
    changes: await tx.selectFrom("object_change").select(["attribute", "changed_at", "value"]).orderBy("changed_at").execute(),
  }));

const events = [
  anEvent({
    eventId: "e1",
    objects: [
      { type: "order", id: "1001", qualifier: CASE_QUALIFIER },
      { type: "item", id: "a\tb\\", qualifier: "" },
    ],
  }),
  anEvent({ eventId: "e2" }),
];
const objects = [
  {
    type: "order",
    id: "1001",
    relations: [{ type: "item", id: "a\tb\\", qualifier: "contains" }],
    changes: [
      { attribute: "state", atMs: 0, value: "open" },
      { attribute: "state", atMs: Date.UTC(2026, 0, 5), value: "paid" },
    ],
  },
];

test("objects, links, relations and changes are kept once, whatever comes twice, and are erased with their source", async () => {
  const { workspaceId } = owner;
  const sourceId = "00000000-0000-7000-8000-00000000000a";
  for (let time = 0; time < 2; time += 1) {
    await ingestLinks(house.store, { workspaceId, sourceId, events });
    await ingestObjects(house.store, { workspaceId, sourceId, objects });
  }
  expect(await rowsOf(workspaceId)).toEqual({
    objects: [
      { object_type: "item", object_id: "a\tb\\" },
      { object_type: "order", object_id: "1001" },
    ],
    links: [
      { event_id: "e1", object_type: "item", qualifier: "" },
      { event_id: "e1", object_type: "order", qualifier: "case" },
    ],
    relations: [{ object_id: "1001", other_id: "a\tb\\", qualifier: "contains" }],
    changes: [
      { attribute: "state", changed_at: new Date(0), value: "open" },
      { attribute: "state", changed_at: new Date("2026-01-05T00:00:00Z"), value: "paid" },
    ],
  });

  const nothing = { objects: [], links: [], relations: [], changes: [] };
  const other = await house.ownerOf("Another");
  expect(await rowsOf(other.workspaceId)).toEqual(nothing);
  await house.store.within({ workspaceId }, (tx) => eraseConnectionRows(tx, { workspaceId, id: sourceId, sourceId }));
  expect(await rowsOf(workspaceId)).toEqual(nothing);
});
