import { expect, test } from "vitest";
import { KindRow, NoteRow, toOpsEvent as toNetSuiteEvent } from "../../../connectors/netsuite/to-ops-event.ts";
import { labelEvent } from "../../../connectors/shipstation/to-ops-events.ts";
import { LabelRow, OrderRow, toLabel, toShipment, withLabel } from "../../../connectors/shipstation/to-shipment.ts";
import { EventNode, toOpsEvent as toShopifyEvent } from "../../../connectors/shopify/to-ops-event.ts";
import { HistoryRow } from "../../../connectors/shopify/stock-history.ts";
import { stockActs, toStockEvent } from "../../../connectors/shopify/to-stock-event.ts";
import { toReturnEvent } from "../../../connectors/shopify/to-return-event.ts";
import { Audit, toOpsEvents as toZendeskEvents } from "../../../connectors/zendesk/to-ops-events.ts";
import { SHIPPED_WORKFLOWS } from "./workflow-definitions.ts";

const ORDER = "gid://shopify/Order/1";
const WAREHOUSE = new Map([["9", "Warehouse"]]);
const PEOPLE = new Map([
  [1, { role: "staff", name: "Dana Fox" } as const],
  [2, { role: "end-user", name: "A customer" } as const],
]);

function shopifyEntry(action: string): EventNode {
  const by = { attributeToApp: true, attributeToUser: true, appTitle: "Shopify Web", actor: "Dana Fox" };
  const node = { __typename: "BasicEvent", id: "gid://shopify/BasicEvent/7", createdAt: "2026-11-01T10:00:00Z", subjectId: ORDER, ...by };
  return EventNode.parse({ ...node, action });
}

const shopify = (action: string): string | undefined => toShopifyEvent(shopifyEntry(action))?.activity;

function shopifyReturn(action: string): string | undefined {
  const entry = shopifyEntry(action);
  const event = toShopifyEvent(entry);
  const lines = { returnLineItems: { pageInfo: { hasNextPage: false }, nodes: [] } };
  const asked = { id: "gid://shopify/Return/2", name: "#1001-R1", status: "REQUESTED", createdAt: "2026-11-01T09:00:00Z", ...lines };
  return event
    ? toReturnEvent(event, entry, { id: ORDER, createdAt: "2026-10-20T09:00:00Z", returns: { nodes: [asked] }, refunds: [] })?.activity
    : undefined;
}

function stock(changes: Readonly<Record<string, number>>, told = ""): string | undefined {
  const shared = { second: "2026-11-01T10:00:00Z", inventory_adjustment_group_id: "1", inventory_item_id: "4", inventory_location_id: "9" };
  const rows = Object.entries(changes).map(([state, change], at) =>
    HistoryRow.parse({
      ...shared,
      inventory_adjustment_id: `1${at}`,
      inventory_state: state,
      staff_id: "3",
      reference_document_uri: `gid://stockline/Difference/30001${told}`,
      inventory_adjustment_change: change,
    }),
  );
  return stockActs(rows).map(toStockEvent)[0]?.activity;
}

function zendesk(events: readonly object[], author = 1): string | undefined {
  const save = { id: "1", ticket_id: "5", created_at: "2026-11-01T10:00:00Z", author_id: author, via: { channel: "web" }, events };
  return toZendeskEvents(Audit.parse(save), PEOPLE, WAREHOUSE)[0]?.activity;
}

function netsuite(type: string, note: object): string | undefined {
  const row = NoteRow.parse({ recordid: "7", at: "2026-11-01 09:30:00", name: "3", who: "Dana Fox", context: "UIF", ...note });
  const kind = KindRow.parse({ id: "7", type, made_from: "6" });
  return toNetSuiteEvent({ rows: [row] }, { kind, zone: "America/New_York", labels: new Map(), integrationUsers: new Set() })?.activity;
}

function shipstation(label: { serviceCode: string }): string | undefined {
  const at = "2026-11-01T10:00:00.0000000";
  const order = { orderId: 1, createDate: at, modifyDate: at, orderStatus: "awaiting_shipment", serviceCode: "ups_ground" };
  const made = toLabel(LabelRow.parse({ shipmentId: 2, orderId: 1, userId: "u", createDate: "2026-11-01T12:00:00.0000000", ...label }));
  const shipment = withLabel(toShipment(OrderRow.parse(order), { stored: undefined, isBackfill: false }), made);
  const nobody = new Set<string>();
  return labelEvent(shipment, made, {
    people: new Map([["u", "Dana Fox"]]),
    programs: nobody,
    ownLabels: nobody,
    ownVoids: nobody,
    ownChoices: new Map(),
  })?.activity;
}

const change = (field: string, value: string) => ({ type: "Change", field_name: field, value, previous_value: null });

/** What a vendor shows when the step was done, word by word of the shipped definitions. */
const WRITTEN: readonly [workflow: string, word: string, written: string | undefined][] = [
  ["order-exceptions", "hold", shopify("fulfillment_hold_added")],
  ["order-exceptions", "release hold", shopify("fulfillment_hold_released")],
  ["order-exceptions", "fix address", shopify("shipping_address_updated")],
  ["order-exceptions", "ask customer", shopify("mail_sent")],
  ["order-exceptions", "cancel", shopify("cancelled")],
  ["order-exceptions", "fulfil", shopify("fulfillment_success")],
  ["returns", "approve return", shopifyReturn("return_approved")],
  ["returns", "decline return", shopifyReturn("return_declined")],
  ["ticket-routing", "write in", zendesk([{ type: "Create", field_name: "status", value: "new" }], 2)],
  ["ticket-routing", "answer customer", zendesk([{ type: "Comment", public: true }])],
  ["ticket-routing", "hand over to fulfilment", zendesk([change("group_id", "9")])],
  ["ticket-routing", "close ticket", zendesk([change("status", "closed")])],
  ["supplier-po", "update expected date", netsuite("PurchOrd", { type: "4", field: "TRANLINE.DDATEEXPECTED" })],
  ["supplier-po", "receive goods", netsuite("ItemRcpt", { type: "1", field: "RECORD" })],
  ["inventory-sync", "find difference", stock({ available: -7, safety_stock: 7 }, "?ledger=113&quantity=120")],
  ["inventory-sync", "ask for recount", stock({ safety_stock: -7, quality_control: 7 })],
  ["inventory-sync", "stop selling", stock({ available: -3, safety_stock: 3 })],
  ["inventory-sync", "adjust stock", stock({ safety_stock: -7 })],
  ["inventory-sync", "adjust stock", netsuite("InvAdjst", { type: "1", field: "RECORD" })],
  ["carrier-choice", "keep service", shipstation({ serviceCode: "ups_ground" })],
  ["carrier-choice", "change service", shipstation({ serviceCode: "ups_2nd_day_air" })],
];

/** Words that no connector of the pack writes: they come with a log, or with a system of the kind named here once it can be connected. */
const AWAITED: readonly [workflow: string, word: string, system: string][] = [
  ["supplier-po", "move date", "the supplier's own message: a mailbox or a supplier portal"],
  ["supplier-po", "chase supplier", "the mailbox of purchasing"],
  ["supplier-po", "tell customer service", "the chat or mailbox of the team"],
  ["carrier-choice", "change to overnight", "a shipping log that names the service chosen"],
  ["carrier-choice", "change to two-day air", "a shipping log that names the service chosen"],
  ["carrier-choice", "change to ground freight", "a shipping log that names the service chosen"],
];

const shippedWords = SHIPPED_WORKFLOWS.flatMap(({ workflow, decision, exception }) => {
  const { opens, resolves, lapses } = exception ?? { opens: [], resolves: [], lapses: [] };
  return [...new Set([...(decision?.outcomes ?? []), ...opens, ...resolves, ...lapses])].map((word) => `${workflow}: ${word}`);
}).sort();

test.each(WRITTEN)("%s: a connector writes %s where the vendor shows that step", (_workflow, word, written) => {
  expect(written).toBe(word);
});

test("every word that a shipped definition decides or ages by is written by a connector, or waits for a system that is named", () => {
  const known = [...WRITTEN, ...AWAITED].map(([workflow, word]) => `${workflow}: ${word}`).sort();
  expect([...new Set(known)]).toEqual(shippedWords);
});
