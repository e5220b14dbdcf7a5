import { shipBy } from "#server/playbooks/carrier-selection/outcomes.ts";
import type { Parcel } from "#server/sandbox/departments/shipping/parcel.ts";
import { serviceFor } from "#server/sandbox/departments/shipping/policy.ts";

/** Touches that carrier selection may take over. To run a batch is packing, and stays people's work. */
export const CHOOSING: ReadonlySet<string> = new Set(["choose service", "void label"]);

/** What the packers' own policy wants of a parcel, hidden from the product: after a wrong label the right one, or the next best. */
export function outcomeWanted(parcel: Parcel): string {
  const right = serviceFor(parcel);
  return shipBy(parcel.labels.at(-1)?.service === right ? "usps_priority_mail" : right);
}
