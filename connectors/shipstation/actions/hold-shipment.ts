import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { changeShipment, ExpectedUpdatedAt, readShipment, requireState, ShipmentId } from "../change-shipment.js";

export default createAction({
  description: "Hold a shipment until a day",
  version: "1.0.0",
  input: z.object({ shipmentId: ShipmentId, until: z.iso.date(), expectedUpdatedAt: ExpectedUpdatedAt, notAfter: NotAfter }),
  output: z.object({
    heldUntilBefore: z.string().nullable().describe("what undoing has to set; null: release it"),
    alreadyDone: z.boolean(),
  }),

  exec: async (nango, input) => {
    const { shipment } = await readShipment(nango, input.shipmentId);
    const heldUntilBefore = shipment.state === "on_hold" ? shipment.heldUntil : null;
    if (heldUntilBefore === input.until) return { heldUntilBefore, alreadyDone: true };
    const states = ["awaiting_shipment", "on_hold"];
    requireState(nango, { shipment, expectedUpdatedAt: input.expectedUpdatedAt, states });
    await changeShipment(nango, input, {
      path: "/orders/holduntil",
      body: { orderId: Number(input.shipmentId), holdUntilDate: input.until },
    });
    return { heldUntilBefore, alreadyDone: false };
  },
});
