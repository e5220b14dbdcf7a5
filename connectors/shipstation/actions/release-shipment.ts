import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { changeShipment, ExpectedUpdatedAt, readShipment, requireState, ShipmentId } from "../change-shipment.js";

export default createAction({
  description: "Release a shipment that is on hold",
  version: "1.0.0",
  input: z.object({ shipmentId: ShipmentId, expectedUpdatedAt: ExpectedUpdatedAt, notAfter: NotAfter }),
  output: z.object({ heldUntilBefore: z.string().nullable().describe("what undoing has to set"), alreadyDone: z.boolean() }),

  exec: async (nango, input) => {
    const { shipment } = await readShipment(nango, input.shipmentId);
    if (shipment.state === "awaiting_shipment") return { heldUntilBefore: null, alreadyDone: true };
    requireState(nango, { shipment, expectedUpdatedAt: input.expectedUpdatedAt, states: ["on_hold"] });
    await changeShipment(nango, input, { path: "/orders/restorefromhold", body: { orderId: Number(input.shipmentId) } });
    return { heldUntilBefore: shipment.heldUntil, alreadyDone: false };
  },
});
