import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { rememberChoice, type Remembering } from "./own-labels.js";
import { ExpectedUpdatedAt, readShipment, requireState, sendOrRefuse, ShipmentId, type ActionCaller } from "./change-shipment.js";

export const ChooseInput = z.object({
  shipmentId: ShipmentId,
  carrier: z.string().min(1).nullable().describe("null, with the service, leaves the choice open"),
  service: z.string().min(1).nullable(),
  packageType: z.string().min(1).nullable().describe("null leaves it as it is"),
  expectedUpdatedAt: ExpectedUpdatedAt,
  notAfter: NotAfter,
});
export const ChooseOutput = z.object({
  carrierBefore: z.string().nullable().describe("what undoing has to choose"),
  serviceBefore: z.string().nullable(),
  alreadyDone: z.boolean(),
});

const Saved = z.looseObject({ orderId: z.union([z.number(), z.string()]).transform(String) });

/**
 * Writes carrier and service on an order. V1 has no partial change: what is left out would be blanked, so the whole order goes back as it was
 * just read.
 */
export async function chooseService(
  nango: ActionCaller & Remembering,
  input: z.infer<typeof ChooseInput>,
): Promise<z.infer<typeof ChooseOutput>> {
  const { shipment, row } = await readShipment(nango, input.shipmentId);
  const before = { carrierBefore: shipment.carrier, serviceBefore: shipment.service };
  const isPacked = input.packageType === null || row["packageCode"] === input.packageType;
  if (shipment.carrier === input.carrier && shipment.service === input.service && isPacked) return { ...before, alreadyDone: true };
  const states = ["awaiting_payment", "awaiting_shipment", "on_hold"];
  requireState(nango, { shipment, expectedUpdatedAt: input.expectedUpdatedAt, states });
  // Orders are found by this key: without it ShipStation would make a second one.
  if (!shipment.orderKey) refuse(nango, "not_allowed", "The order has no key of its own, so it cannot be changed.");
  await rememberChoice(nango, shipment, input.service);
  const body = {
    ...row,
    carrierCode: input.carrier,
    serviceCode: input.service,
    ...(input.packageType === null ? {} : { packageCode: input.packageType }),
  };
  const answer = await sendOrRefuse(nango, input, { path: "/orders/createorder", body });
  const { orderId } = Saved.parse(answer);
  if (orderId !== input.shipmentId) throw new Error(`ShipStation saved another order, ${orderId}: look for a copy of ${input.shipmentId}`);
  return { ...before, alreadyDone: false };
}
