import { createAction } from "nango";
import * as z from "zod";
import { PartnerShipment } from "../../records/partner-shipment.js";
import { NumberId, readShipment } from "../change-shipbob.js";

export default createAction({
  description: "A shipment as it is now",
  version: "1.0.0",
  input: z.object({ shipmentId: NumberId }),
  output: PartnerShipment,
  exec: async (nango, input) => (await readShipment(nango, input.shipmentId)).shipment,
});
