import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { changeShipment, ExpectedUpdatedAt, readShipment, requireState, ShipmentId } from "../change-shipment.js";

export default createAction({
  description: "Assign a shipment to a user",
  version: "1.0.0",
  input: z.object({ shipmentId: ShipmentId, userId: z.string().min(1), expectedUpdatedAt: ExpectedUpdatedAt, notAfter: NotAfter }),
  output: z.object({ assigneeBefore: z.string().nullable().describe("what undoing has to assign"), alreadyDone: z.boolean() }),

  exec: async (nango, input) => {
    const { shipment } = await readShipment(nango, input.shipmentId);
    const assigneeBefore = shipment.assigneeId;
    if (assigneeBefore === input.userId) return { assigneeBefore, alreadyDone: true };
    const states = ["awaiting_payment", "awaiting_shipment", "on_hold"];
    requireState(nango, { shipment, expectedUpdatedAt: input.expectedUpdatedAt, states });
    await changeShipment(nango, input, {
      path: "/orders/assignuser",
      body: { orderIds: [Number(input.shipmentId)], userId: input.userId },
    });
    return { assigneeBefore, alreadyDone: false };
  },
});
