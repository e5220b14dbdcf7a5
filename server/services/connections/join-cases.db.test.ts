import { afterAll, beforeAll, expect, test } from "vitest";
import { insertConnection } from "#db/queries/connections.ts";
import { ingestRecords } from "#db/queries/ingest-records.ts";
import { newId } from "#db/new-id.ts";
import { CASE_QUALIFIER, type OpsEvent } from "#server/domain/event-log/event.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { joinCases } from "./join-cases.ts";
import { toIncomingRecord } from "./to-incoming-record.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Purchase orders");
});
afterAll(() => house.close());

/** A system of this kind with these records, each with the number that people call it by. */
async function connect(integration: string, model: string, numbers: Readonly<Record<string, string>>): Promise<void> {
  const { workspaceId } = owner;
  const [id, now] = [newId(), new Date()];
  const row = {
    workspaceId,
    id,
    sourceId: newId(),
    integration,
    nangoConnectionId: id,
    provider: integration,
    name: integration,
    connectedBy: {},
    now,
  };
  await house.store.within({ workspaceId }, (tx) => insertConnection(tx, row));
  const at = { deleted_at: null, last_modified_at: now.toISOString(), first_seen_at: now.toISOString(), last_action: "ADDED", cursor: "c" };
  const records = Object.entries(numbers).map(([recordId, number]) => toIncomingRecord({ id: recordId, number, _nango_metadata: at }));
  await ingestRecords(house.store, { workspaceId, connectionId: id, model, records, now });
}

const goods = (number: string): { event: OpsEvent; caseNumber: string | null } => ({
  event: anEvent({
    caseId: `purchase_order:${number}`,
    objects: [
      { type: "purchase_order", id: number, qualifier: CASE_QUALIFIER },
      { type: "receiving_order", id: "55", qualifier: "" },
    ],
  }),
  caseNumber: number,
});
const joined = (delivered: readonly { event: OpsEvent; caseNumber: string | null }[]): Promise<OpsEvent[]> =>
  house.store.within({ workspaceId: owner.workspaceId }, (tx) => joinCases(tx, { workspaceId: owner.workspaceId, delivered }));

test("an event is filed with the record that bears its number, and can still be found by the number", async () => {
  await connect("netsuite", "PurchaseOrder", { "500012": "PO-5012", "500013": "PO-5013" });
  const [event] = await joined([goods("PO-5012")]);
  expect(event?.caseId).toBe("purchase_order:500012");
  expect(event?.objects).toEqual([
    { type: "purchase_order", id: "500012", qualifier: CASE_QUALIFIER },
    { type: "purchase_order", id: "PO-5012", qualifier: "" },
    { type: "receiving_order", id: "55", qualifier: "" },
  ]);
});

test("a number that no record bears, that two bear, or that is another kind's changes nothing", async () => {
  await connect("netsuite-tba", "PurchaseOrder", { "7": "PO-5013" });
  await connect("shopify", "Order", { "gid://shopify/Order/1": "PO-9999" });
  const events = [goods("PO-4000"), goods("PO-5013"), goods("PO-9999")];
  expect(await joined(events)).toEqual(events.map(({ event }) => event));
});

test("an event whose case is named already stays where it is", async () => {
  const { event } = goods("PO-5012");
  expect(await joined([{ event, caseNumber: null }])).toEqual([event]);
});
