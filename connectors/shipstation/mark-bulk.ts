import type { Shipment } from "../records/shipment.js";
import { isOpen } from "./to-shipment.js";

const MANY = 5; // in one second: nobody chooses for five parcels one by one so fast

/**
 * Marks shipments that got another service together, before any label: rules that were run again, or one edit of many. Nobody can tell which, so
 * such a service is no person's choice.
 *
 * @param stored the same shipments as they were before
 */
export function markBulk(shipments: readonly Shipment[], stored: ReadonlyMap<string, Shipment>): Shipment[] {
  const together = new Map<string, number>();
  const changedAt = (now: Shipment): string | null => {
    const before = stored.get(now.id);
    return before && before.service !== now.service && isOpen(before.state) && isOpen(now.state) ? now.updatedAt : null;
  };
  for (const shipment of shipments) {
    const at = changedAt(shipment);
    if (at !== null) together.set(at, (together.get(at) ?? 0) + 1);
  }
  return shipments.map((shipment) => {
    const at = changedAt(shipment);
    if (at === null) return shipment;
    return { ...shipment, setInBulk: (together.get(at) ?? 0) >= MANY ? shipment.service : null };
  });
}
