import type { NangoSync } from "nango";
import { Shipment } from "../records/shipment.js";

const IDS_AT_ONCE = 100;

/** The shipments with these ids as they were saved last; those never seen are missing. */
export async function storedShipments(nango: Pick<NangoSync, "getRecordsByIds">, ids: Iterable<string>): Promise<Map<string, Shipment>> {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Shipment>();
  for (let start = 0; start < wanted.length; start += IDS_AT_ONCE) {
    const some = await nango.getRecordsByIds<string, Shipment>(wanted.slice(start, start + IDS_AT_ONCE), "Shipment");
    for (const [id, shipment] of some) found.set(id, Shipment.parse(shipment));
  }
  return found;
}
