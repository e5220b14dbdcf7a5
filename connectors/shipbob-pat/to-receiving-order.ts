import * as z from "zod";
import type { OpsEvent } from "../records/ops-event.js";
import type { ReceivingOrder } from "../records/receiving-order.js";
import { isOwnAct, type Account } from "./account.js";
import { toUtc, toUtcOrNull } from "./clock.js";
import { codeOf, detailsOf, Id, NOT_TOLD, OURSELVES, Place, STAFF_OF_PARTNER, Text } from "./codes.js";

const Quantity = z.number().nullish();

/** A warehouse receiving order of ShipBob. */
export const ReceivingRow = z.object({
  id: Id,
  purchase_order_number: Text,
  status: z.string(),
  insert_date: z.string(),
  last_updated_date: Text,
  expected_arrival_date: Text,
  external_sync_timestamp: Text,
  fulfillment_center: Place,
  inventory_quantities: z
    .array(z.object({ inventory_id: Id, sku: Text, expected_quantity: Quantity, received_quantity: Quantity, stowed_quantity: Quantity }))
    .nullish(),
  status_history: z.array(z.object({ status: z.string(), timestamp: z.string() })).nullish(),
});

export function toReceivingOrder(given: unknown): ReceivingOrder {
  const row = ReceivingRow.parse(given);
  const createdAt = toUtc(row.insert_date);
  return {
    id: row.id,
    purchaseOrderNumber: row.purchase_order_number || null,
    state: codeOf(row.status),
    createdAt,
    updatedAt: toUtcOrNull(row.last_updated_date) ?? createdAt,
    expectedOn: toUtcOrNull(row.expected_arrival_date)?.slice(0, 10) ?? null,
    locationId: row.fulfillment_center?.id ?? null,
    locationName: row.fulfillment_center?.name ?? null,
    syncedAt: toUtcOrNull(row.external_sync_timestamp),
    lines: (row.inventory_quantities ?? []).map((line) => ({
      itemId: line.inventory_id,
      sku: line.sku ?? null,
      expected: line.expected_quantity ?? 0,
      received: line.received_quantity ?? 0,
      stowed: line.stowed_quantity ?? 0,
    })),
    history: historyOf(row.status_history ?? []),
  };
}

/** A history with the oldest first; ShipBob says nothing of its order. */
export const historyOf = (rows: readonly { status: string; timestamp: string }[]): { state: string; at: string }[] =>
  rows
    .map(({ status, timestamp }) => ({ state: codeOf(status), at: toUtc(timestamp) }))
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Date.parse(a.entry.at) - Date.parse(b.entry.at) || a.index - b.index)
    .map(({ entry }) => entry);

export const isReceivingOpen = ({ state }: ReceivingOrder): boolean => state !== "completed" && state !== "cancelled";

const ACTIVITY: Readonly<Record<string, string>> = {
  awaiting: "announce goods",
  arrived: "take in goods",
  partially_arrived: "take in goods",
  arrived_at_hub: "take in goods",
  partially_arrived_at_hub: "take in goods",
  processing: "count goods",
  processing_at_hub: "count goods",
  internal_transfer: "move goods",
  completed: "stow goods",
  incomplete: "leave goods incomplete",
  cancelled: "withdraw goods",
};
const BY_THE_MERCHANT: ReadonlySet<string> = new Set(["awaiting", "cancelled"]);

/**
 * What its history tells, an event an entry. The case is the purchase order by the buyer's own number, which the house joins with the
 * order of the ERP that bears it.
 */
export function receivingEvents(order: ReceivingOrder, account: Account): OpsEvent[] {
  const caseId = order.purchaseOrderNumber ?? `receiving:${order.id}`;
  return order.history.map(({ state, at }) => {
    const isOurs = isOwnAct(account, `receiving:${order.id}`, at);
    return {
      id: `receiving:${order.id}:${state}:${at}`,
      caseType: "purchase_order",
      caseId,
      ...(order.purchaseOrderNumber === null ? {} : { caseNumber: order.purchaseOrderNumber }),
      activity: ACTIVITY[state] ?? `set ${state.replaceAll("_", " ")}`,
      sourceAction: state,
      sourceType: "warehouse receiving order",
      endedAt: at,
      startedAt: null,
      ...(BY_THE_MERCHANT.has(state) ? (isOurs ? OURSELVES : NOT_TOLD) : STAFF_OF_PARTNER),
      objects: [
        { type: "purchase_order", id: caseId },
        { type: "receiving_order", id: order.id },
      ],
      ...(state === "completed" ? countedDetails(order) : {}),
    };
  });
}

/** What came against what was announced: a difference is work for whoever keeps the purchase orders. */
function countedDetails({ lines }: ReceivingOrder) {
  const sum = (of: (line: ReceivingOrder["lines"][number]) => number): string => String(lines.reduce((total, line) => total + of(line), 0));
  const differing = lines.filter(({ expected, received }) => expected !== received);
  return detailsOf([
    ["expected quantity", sum(({ expected }) => expected)],
    ["received quantity", sum(({ received }) => received)],
    ["differences", differing.map(({ sku, itemId, expected, received }) => `${sku ?? itemId} ${received - expected}`).join(", ") || null],
  ]);
}
