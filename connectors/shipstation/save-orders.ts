import type { NangoSync } from "nango";
import { readRows } from "../kit/read-rows.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import type { Shipment } from "../records/shipment.js";
import { markBulk } from "./mark-bulk.js";
import { storedShipments } from "./stored-shipments.js";
import { importEvent } from "./to-ops-events.js";
import { OrderRow, toShipment } from "./to-shipment.js";

/**
 * Stores orders as they came, with what is told of those that are seen for the first time.
 *
 * @returns those that cannot be read
 */
export async function saveOrders(
  nango: Pick<NangoSync, "batchSave" | "getRecordsByIds">,
  rows: readonly Record<string, unknown>[],
  { isBackfill }: { isBackfill: boolean },
): Promise<RejectedRecord[]> {
  const stored = await storedShipments(nango, rows.map(({ orderId }) => String(orderId))); // prettier-ignore
  const { records, rejected } = readRows(
    rows.map((row) => ({ ...row, id: String(row["orderId"]) })),
    (row) => toShipment(OrderRow.parse(row), { stored: stored.get(row.id), isBackfill }),
  );
  // Told once, of the first sight: weights are corrected later. And before the records, so that nothing is lost in between.
  const isNew = ({ id }: Shipment): boolean => !stored.has(id);
  await nango.batchSave(
    records.filter(isNew).flatMap((shipment) => importEvent(shipment) ?? []),
    "OpsEvent",
  );
  await nango.batchSave(markBulk(records, stored), "Shipment");
  return rejected;
}
