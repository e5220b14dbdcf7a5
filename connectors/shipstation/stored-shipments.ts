import type { NangoSync } from "nango";
import { storedRecords } from "../kit/stored-records.js";
import { Shipment } from "../records/shipment.js";

/** The shipments with these ids as they were saved last; those never seen are missing. */
export async function storedShipments(nango: Pick<NangoSync, "getRecordsByIds">, ids: Iterable<string>): Promise<Map<string, Shipment>> {
  const found = new Map<string, Shipment>();
  for (const [id, shipment] of await storedRecords<Shipment>(nango, "Shipment", ids)) found.set(id, Shipment.parse(shipment));
  return found;
}
