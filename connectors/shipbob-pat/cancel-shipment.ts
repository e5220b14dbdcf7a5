import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import { ExpectedUpdatedAt, NumberId, readShipment, sendOnce, type Changer } from "./change-shipbob.js";
import { rememberOwnAct } from "./own-acts.js";

export const CancelInput = z.object({ shipmentId: NumberId, expectedUpdatedAt: ExpectedUpdatedAt, notAfter: NotAfter });
export const CancelOutput = z.object({ alreadyDone: z.boolean() });

/** Cancels a shipment for good: nothing brings it back, and the order in the shop stays as it is. */
export async function cancelShipment(nango: Changer, input: z.infer<typeof CancelInput>): Promise<z.infer<typeof CancelOutput>> {
  const { shipment } = await readShipment(nango, input.shipmentId);
  if (shipment.state === "cancelled") return { alreadyDone: true };
  requireUnchanged(nango, input.expectedUpdatedAt, shipment.updatedAt);
  if (shipment.state === "completed") refuse(nango, "not_allowed", "The shipment has left.");
  const what = `shipment:${input.shipmentId}`;
  await sendOnce(nango, input, { what, method: "POST", path: `/shipment/${input.shipmentId}:cancel`, body: {}, channelId: null });
  const after = await readShipment(nango, input.shipmentId);
  if (after.shipment.state !== "cancelled") refuse(nango, "not_allowed", `The shipment is ${after.shipment.state}.`);
  await rememberOwnAct(nango, what, after.shipment.updatedAt);
  return { alreadyDone: false };
}
