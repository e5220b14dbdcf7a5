import * as z from "zod";
import { askShipStation, ShipStationError, type Caller } from "./ask-shipstation.js";
import { labelsOfOrder, oneOrder } from "./operations.js";

type Row = Record<string, unknown>;
const Order = z.looseObject({ orderId: z.union([z.number(), z.string()]) });
const Labels = z.object({ shipments: z.array(z.looseObject({ shipmentId: z.union([z.number(), z.string()]) })), total: z.number() });
const Owner = z.looseObject({ orderId: z.union([z.number(), z.string()]) });

/** An order as it is now; null when ShipStation has none. */
export async function orderNow(nango: Caller, orderId: string): Promise<Row | null> {
  try {
    return await askShipStation(nango, oneOrder(orderId), Order);
  } catch (error) {
    if (error instanceof ShipStationError && error.status === 404) return null;
    throw error;
  }
}

/** V1 finds a label by its order alone, so it is set aside under both numbers; by its own where it names no order. */
export function labelSetAsideAs(row: Row): string {
  const own = String(row["shipmentId"]);
  const { data: owner } = Owner.safeParse(row);
  return owner ? `${owner.orderId}/${own}` : own;
}

/** A label that was set aside, as it is now; null when ShipStation has none. One that named no order stays as it was. */
export async function labelNow(nango: Caller, setAsideAs: string): Promise<Row | null> {
  const [orderId = "", labelId] = setAsideAs.split("/");
  if (labelId === undefined) return { shipmentId: orderId };
  const { shipments, total } = await askShipStation(nango, labelsOfOrder(orderId), Labels);
  const label = shipments.find(({ shipmentId }) => String(shipmentId) === labelId);
  // A page that is shorter than it says tells nothing of what is not on it.
  if (!label && shipments.length < total) throw new Error(`ShipStation counts ${total} labels and gives ${shipments.length} of them`);
  return label ?? null;
}
