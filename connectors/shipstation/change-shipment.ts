import type { NangoAction } from "nango";
import * as z from "zod";
import type { Deadline } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import type { Shipment, ShippingLabel } from "../records/shipment.js";
import { askShipStation, ShipStationError, tellShipStation, type Caller, type Change } from "./ask-shipstation.js";
import { labelsOfOrder, oneOrder } from "./operations.js";
import { LabelRow, OrderRow, toLabel, toShipment, withLabel } from "./to-shipment.js";

/** What an action needs of Nango. */
export type ActionCaller = Caller & Pick<NangoAction, "ActionError">;

export const ShipmentId = z.string().regex(/^\d+$/, "a number, as ShipStation gives orders");
export const ExpectedUpdatedAt = z.string().nullable().describe("refuse when the record was changed since; null to write regardless");

const Row = z.looseObject({ orderId: z.union([z.number(), z.string()]) });
const Labels = z.object({ shipments: z.array(z.unknown()), total: z.number() });
const Done = z.looseObject({ success: z.boolean().nullish(), message: z.string().nullish() });

/** A shipment as it is now with all its labels, and ShipStation's own row of it. @throws a refusal when there is none */
export async function readShipment(nango: ActionCaller, shipmentId: string): Promise<{ shipment: Shipment; row: Record<string, unknown> }> {
  try {
    const row = await askShipStation(nango, oneOrder(shipmentId), Row);
    const shipment = toShipment(OrderRow.parse(row), { stored: undefined, isBackfill: true });
    return { shipment: (await labelsOf(nango, shipmentId)).reduce(withLabel, shipment), row };
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

/** All labels of an order. */
export async function labelsOf(nango: Caller, shipmentId: string): Promise<ShippingLabel[]> {
  const { shipments, total } = await askShipStation(nango, labelsOfOrder(shipmentId), Labels);
  // A label that is not seen would be bought again.
  if (shipments.length < total) throw new Error(`ShipStation counts ${total} labels of the order and gives ${shipments.length} of them`);
  return shipments.map((label) => toLabel(LabelRow.parse(label)));
}

/** The label that counts: neither voided nor a return. */
export const standingLabel = (labels: readonly ShippingLabel[]): ShippingLabel | undefined =>
  labels.findLast(({ voidedAt, isReturn }) => voidedAt === null && !isReturn);

/** Refuses a shipment that was changed since the decision, or that is in none of these states. */
export function requireState(
  nango: ActionCaller,
  { shipment, expectedUpdatedAt, states }: { shipment: Shipment; expectedUpdatedAt: string | null; states: readonly string[] },
): void {
  requireUnchanged(nango, expectedUpdatedAt, shipment.updatedAt ?? "");
  if (!states.includes(shipment.state)) refuse(nango, "not_allowed", `The shipment is ${shipment.state.replaceAll("_", " ")}.`);
}

/** Sends a change that may be sent twice, with a refusal that the caller can act on where ShipStation would not have it. */
export async function changeShipment(nango: ActionCaller, deadline: Deadline, change: Change): Promise<void> {
  const answer = await sendOrRefuse(nango, deadline, change);
  const { data: done } = Done.safeParse(answer);
  if (done?.success === false) refuse(nango, "not_allowed", done.message ?? "ShipStation did not do it.");
}

/** Sends something once. @returns the answer. @throws a refusal, or the error of a call without an answer */
export async function sendOrRefuse(nango: ActionCaller, deadline: Deadline, change: Change): Promise<unknown> {
  try {
    return await tellShipStation(nango, deadline, change);
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

export function refusalOf(nango: ActionCaller, error: unknown): unknown {
  if (!(error instanceof ShipStationError)) return error;
  if (error.status === 404) return refuse(nango, "not_found", "There is no such shipment.");
  if (error.status === 401 || error.status === 403) return refuse(nango, "no_access", "ShipStation no longer takes this key.");
  return refuse(nango, "invalid", error.message);
}
