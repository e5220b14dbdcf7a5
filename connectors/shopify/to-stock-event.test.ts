import { expect, test } from "vitest";
import { HistoryRow } from "./stock-history.js";
import { stockActs, toStockEvent } from "./to-stock-event.js";
import type { OpsEvent } from "../records/ops-event.js";

const DIFFERENCE = "gid://stockline/Difference/30001";
const row = (change: Record<string, unknown>): HistoryRow =>
  HistoryRow.parse({
    second: "2026-11-01T10:00:00Z",
    inventory_adjustment_group_id: "88",
    inventory_adjustment_id: "8800",
    inventory_item_id: "45",
    inventory_location_id: "91",
    inventory_state: "available",
    inventory_change_reason: "correction",
    inventory_adjustment_change: "1",
    ...change,
  });
const only = (...rows: readonly HistoryRow[]): OpsEvent | null => {
  const acts = stockActs(rows);
  expect(acts).toHaveLength(1);
  return acts[0] ? toStockEvent(acts[0]) : null;
};

test("a person who works through an app is a person; a rule engine is a rule; nobody named is nobody known", () => {
  const app = { inventory_app_id: 71, inventory_app_name: "Stockline" };
  expect(only(row({ ...app, staff_id: "82", staff_member_name: "Odile Marchand" }))).toMatchObject({
    actorKind: "person",
    actorId: "gid://shopify/StaffMember/82",
    actorName: "Odile Marchand",
    tool: "Stockline",
    caseId: "45:91",
  });
  expect(only(row({ ...app, staff_id: "", staff_member_name: "" }))).toMatchObject({ actorKind: "app", actorName: "Stockline" });
  expect(only(row({ inventory_app_id: "7", inventory_app_name: "Shopify Flow" }))).toMatchObject({ actorKind: "rule" });
  expect(only(row({}))).toMatchObject({ actorKind: "unknown", actorName: null, grade: "C" });
});

test("what an order does to stock is no event of stock, and a transfer is the system's, whoever has received it", () => {
  const staff = { staff_id: "82" };
  expect(only(row({ reference_document_type: "Order", reference_document_uri: "gid://shopify/Order/1" }))).toBeNull();
  expect(only(row({ reference_document_uri: "gid://shopify/Refund/1", ...staff }))).toBeNull();
  const transfer = only(row({ reference_document_uri: "gid://shopify/InventoryTransfer/1", ...staff }));
  expect(transfer).toMatchObject({ actorKind: "system", actorName: null, activity: "move stock" });
});

test("the rows of one act on one level are one event, and a row that comes twice counts once", () => {
  const taken = row({
    inventory_adjustment_change: -7,
    reference_document_uri: `${DIFFERENCE}?ledger=113&quantity=120&per_day=4.2&sku=HP+1`,
  });
  const aside = row({ ...taken, inventory_adjustment_id: "8801", inventory_state: "safety_stock", inventory_adjustment_change: 7 });
  const event = only(taken, aside, taken);
  expect(event).toMatchObject({ id: "stock:88:45:91", caseId: DIFFERENCE, activity: "find difference" });
  expect(Object.fromEntries(event?.details?.map(({ name, value }) => [name, value]) ?? [])).toEqual({
    "units apart": "7",
    direction: "channel above ledger",
    "sold per day": "4.2",
    sku: "HP 1",
    "ledger quantity": "113",
    "channel quantity": "120",
    "counted again": "no",
    reason: "correction",
  });
  const elsewhere = row({ ...taken, inventory_location_id: "92", inventory_adjustment_id: "8802" });
  expect(stockActs([taken, aside, elsewhere])).toHaveLength(2);
});

const states = (changes: Record<string, number>, uri = DIFFERENCE): HistoryRow[] =>
  Object.entries(changes).map(([state, change], at) =>
    row({ inventory_adjustment_id: `8${at}`, inventory_state: state, inventory_adjustment_change: change, reference_document_uri: uri }),
  );

test.each([
  ["ask for recount", { safety_stock: -7, quality_control: 7 }, DIFFERENCE],
  ["cancel recount", { quality_control: -7, safety_stock: 7 }, DIFFERENCE],
  ["recount", { quality_control: -7, safety_stock: 7 }, `${DIFFERENCE}?ledger=113&quantity=120&counted=113`],
  ["stop selling", { available: -3, safety_stock: 3 }, DIFFERENCE],
  ["set stock aside", { available: -3, damaged: 3 }, "gid://wms/Inspection/4"],
  ["set stock aside", { safety_stock: 7 }, DIFFERENCE],
  ["adjust stock", { safety_stock: -7 }, DIFFERENCE],
  ["adjust stock", { safety_stock: -7, available: 7 }, DIFFERENCE],
  ["adjust stock", { available: -2 }, "https://app.example/counts/5"],
  ["publish stock", { available: -2 }, "gid://erp-connector/SyncJob/2026-11-01"],
])("%s is told by the quantities and the document: %o, %s", (activity, changes, uri) => {
  expect(only(...states(changes, uri))?.activity).toBe(activity);
});

test("a count that proves neither right, and a document that is no well-formed query, are told as they are", () => {
  const counted = only(...states({ quality_control: -7, safety_stock: 7 }, `${DIFFERENCE}?ledger=113&quantity=120&counted=99&note=%E0`));
  expect(counted?.details).toContainEqual({ name: "counted as", value: "neither" });
  const without = only(...states({ safety_stock: 7 }, `${DIFFERENCE}?ledger=many`));
  expect(without?.details).toEqual([
    { name: "counted again", value: "no" },
    { name: "reason", value: "correction" },
  ]);
});
