import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { requireUnchanged } from "../../kit/refuse.js";
import { changeShipment, ExpectedUpdatedAt, readShipment, ShipmentId } from "../change-shipment.js";

/** Adds one tag and leaves the others alone. Tags have numbers, which ShipStation shows under Settings. */
export default createAction({
  description: "Add a tag to a shipment",
  version: "1.0.0",
  input: z.object({ shipmentId: ShipmentId, tagId: z.string().regex(/^\d+$/), expectedUpdatedAt: ExpectedUpdatedAt, notAfter: NotAfter }),
  output: z.object({ alreadyDone: z.boolean() }),

  exec: async (nango, input) => {
    const { shipment } = await readShipment(nango, input.shipmentId);
    if (shipment.tagIds.includes(input.tagId)) return { alreadyDone: true };
    requireUnchanged(nango, input.expectedUpdatedAt, shipment.updatedAt ?? "");
    await changeShipment(nango, input, { path: "/orders/addtag", body: { orderId: Number(input.shipmentId), tagId: Number(input.tagId) } });
    return { alreadyDone: false };
  },
});
