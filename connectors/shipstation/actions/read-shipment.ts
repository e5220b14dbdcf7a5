import { createAction } from "nango";
import * as z from "zod";
import { Shipment } from "../../records/shipment.js";
import { readShipment, ShipmentId } from "../change-shipment.js";

export default createAction({
  description: "A shipment as it is now, with its labels",
  version: "1.0.0",
  input: z.object({ shipmentId: ShipmentId }),
  output: Shipment,
  exec: async (nango, input) => (await readShipment(nango, input.shipmentId)).shipment,
});
