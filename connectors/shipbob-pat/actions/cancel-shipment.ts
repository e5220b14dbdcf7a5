import { createAction } from "nango";
import { CancelInput, CancelOutput, cancelShipment } from "../cancel-shipment.js";
import { ShipBobMetadata } from "../account.js";

export default createAction({
  description: "Cancel a shipment for good",
  version: "1.0.0",
  input: CancelInput,
  output: CancelOutput,
  metadata: ShipBobMetadata,
  exec: async (nango, input) => cancelShipment(nango, input),
});
