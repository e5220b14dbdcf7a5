import type { NangoSync } from "nango";
import * as z from "zod";
import { readRows } from "../kit/read-rows.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import type { Shipment, ShippingLabel } from "../records/shipment.js";
import { labelSetAsideAs } from "./asked-again.js";
import { storedShipments } from "./stored-shipments.js";
import { byAge, LabelRow, shipmentOfLabel, toLabel, withLabel } from "./to-shipment.js";

const Named = z.looseObject({ orderId: z.union([z.number(), z.string()]).transform(String) });

/**
 * Stores labels of one page in their shipments, and what is told of them, oldest first.
 *
 * @returns those that cannot be read
 */
export async function saveLabels(
  nango: Pick<NangoSync, "batchSave" | "getRecordsByIds">,
  rows: readonly Record<string, unknown>[],
  eventsOf: (shipment: Shipment, label: ShippingLabel) => OpsEvent[],
): Promise<RejectedRecord[]> {
  const shipments = await storedShipments(nango, rows.flatMap((row) => Named.safeParse(row).data?.orderId ?? [])); // prettier-ignore
  const { records, rejected } = readRows(
    rows.map((row) => ({ ...row, id: labelSetAsideAs(row) })),
    (row) => {
      const read = LabelRow.parse(row);
      return { id: row.id, label: toLabel(read), read };
    },
  );
  const touched = new Map<string, Shipment>();
  for (const { label, read } of records) {
    const shipment = withLabel(touched.get(read.orderId) ?? shipments.get(read.orderId) ?? shipmentOfLabel(read), label);
    touched.set(read.orderId, shipment);
  }
  await nango.batchSave([...touched.values()], "Shipment");
  const events = records
    .sort((a, b) => byAge(a.label, b.label))
    .flatMap(({ label, read }) => {
      const shipment = touched.get(read.orderId);
      return shipment ? eventsOf(shipment, label) : [];
    });
  await nango.batchSave(events, "OpsEvent");
  return rejected;
}
