import * as z from "zod";
import type { OpsEvent } from "../records/ops-event.js";
import type { PartnerReturn } from "../records/partner-return.js";
import { isOwnAct, type Account } from "./account.js";
import { toUtc, toUtcOrNull } from "./clock.js";
import { codeOf, detailsOf, Id, NOT_TOLD, OURSELVES, Place, STAFF_OF_PARTNER, Text } from "./codes.js";
import { historyOf } from "./to-receiving-order.js";

const Item = z.object({
  id: Id,
  sku: Text,
  quantity: z.number().nullish(),
  action_requested: z.object({ action: Text, action_type: Text }).nullish(),
  action_taken: z.array(z.object({ action: Text, action_reason: Text, quantity_processed: z.number().nullish() })).nullish(),
});

/** A return of ShipBob. */
export const ReturnRow = z.object({
  id: Id,
  reference_id: Text,
  store_order_id: Text,
  original_shipment_id: Id.nullish(),
  return_type: Text,
  status: z.string(),
  insert_date: z.string(),
  awaiting_arrival_date: Text,
  arrived_date: Text,
  processing_date: Text,
  completed_date: Text,
  cancelled_date: Text,
  fulfillment_center: Place,
  tracking_number: Text,
  inventory: z.array(Item).nullish(),
  status_history: z.array(z.object({ status: z.string(), timestamp: z.string() })).nullish(),
});

export function toPartnerReturn(given: unknown): PartnerReturn {
  const row = ReturnRow.parse(given);
  return {
    id: row.id,
    reference: row.reference_id || null,
    orderReference: row.store_order_id || null,
    shipmentId: row.original_shipment_id ?? null,
    type: row.return_type ? codeOf(row.return_type) : null,
    state: codeOf(row.status),
    createdAt: toUtc(row.insert_date),
    completedAt: toUtcOrNull(row.completed_date),
    locationId: row.fulfillment_center?.id ?? null,
    locationName: row.fulfillment_center?.name ?? null,
    trackingNumber: row.tracking_number ?? null,
    lines: (row.inventory ?? []).map((item) => ({
      itemId: item.id,
      sku: item.sku ?? null,
      quantity: item.quantity ?? 0,
      requested: item.action_requested?.action ? codeOf(item.action_requested.action) : null,
      requestedBy: item.action_requested?.action_type ? codeOf(item.action_requested.action_type) : null,
      taken: (item.action_taken ?? []).map(({ action, action_reason: reason, quantity_processed: quantity }) => ({
        action: codeOf(action ?? ""),
        reason: reason ?? null,
        quantity: quantity ?? 0,
      })),
    })),
    history: historyOf(row.status_history?.length ? row.status_history : datesOf(row)),
  };
}

/** The same from the dates of a return without a history. */
function datesOf(row: z.infer<typeof ReturnRow>): { status: string; timestamp: string }[] {
  const dates: [string, string | null | undefined][] = [
    ["Awaiting Arrival", row.awaiting_arrival_date ?? row.insert_date],
    ["Arrived", row.arrived_date],
    ["Processing", row.processing_date],
    ["Completed", row.completed_date],
    ["Cancelled", row.cancelled_date],
  ];
  return dates.flatMap(([status, timestamp]) => (timestamp ? [{ status, timestamp }] : []));
}

export const isReturnOpen = ({ state }: PartnerReturn): boolean => state !== "completed" && state !== "cancelled";

// Other words than the shop's for what is done to the same return: each is told once, by the system that did it.
const ACTIVITY: Readonly<Record<string, string>> = {
  awaiting_arrival: "announce return",
  arrived: "receive return",
  processing: "inspect return",
  completed: "settle goods",
  cancelled: "withdraw return",
};
const BY_THE_MERCHANT: ReadonlySet<string> = new Set(["awaiting_arrival", "cancelled"]);

/** What its history tells, an event an entry. The case is the shop's return, by the reference under which it was announced. */
export function returnEvents(record: PartnerReturn, account: Account): OpsEvent[] {
  const caseId = record.reference === null ? `partner-return:${record.id}` : account.returnCaseOf(record.reference);
  const orderId = record.orderReference === null ? null : account.orderCaseOf(record.orderReference, null);
  const mine = record.reference ?? record.id;
  return record.history.map(({ state, at }) => ({
    id: `return:${record.id}:${state}:${at}`,
    caseType: "return",
    caseId,
    ...(record.reference === null || caseId !== record.reference ? {} : { caseNumber: record.reference }),
    activity: ACTIVITY[state] ?? `set ${state.replaceAll("_", " ")}`,
    sourceAction: state,
    sourceType: "return",
    endedAt: at,
    startedAt: null,
    ...(BY_THE_MERCHANT.has(state)
      ? isOwnAct(account, `${state === "cancelled" ? "withdrawn-return" : "return"}:${mine}`, at)
        ? OURSELVES
        : NOT_TOLD
      : STAFF_OF_PARTNER),
    objects: [
      { type: "return", id: caseId },
      { type: "partner_return", id: record.id },
      ...(orderId === null ? [] : [{ type: "order", id: orderId }]),
    ],
    ...(state === "completed" ? takenDetails(record) : {}),
  }));
}

function takenDetails({ lines }: PartnerReturn) {
  const taken = lines.flatMap((line) => line.taken);
  const said = (values: readonly (string | null)[]): string =>
    [...new Set(values.flatMap((value) => value ?? []))].filter((value) => value !== "").sort().join(", "); // prettier-ignore
  return detailsOf([
    ["action taken", said(taken.map(({ action }) => action))],
    ["condition", said(taken.map(({ reason }) => reason))],
  ]);
}
