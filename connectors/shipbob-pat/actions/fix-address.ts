import { createAction } from "nango";
import { fixAddress, FixInput, FixOutput } from "../fix-address.js";
import { ShipBobMetadata } from "../account.js";

export default createAction({
  description: "Write where a shipment goes, while it has not left",
  version: "1.0.0",
  input: FixInput,
  output: FixOutput,
  metadata: ShipBobMetadata,
  exec: async (nango, input) => fixAddress(nango, input),
});
