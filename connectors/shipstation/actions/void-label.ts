import { createAction } from "nango";
import { ShipStationMetadata } from "../accounts.js";
import { VoidInput, VoidOutput, voidLabel } from "../buy-label.js";

export default createAction({
  description: "Void a label",
  version: "1.0.0",
  input: VoidInput,
  output: VoidOutput,
  metadata: ShipStationMetadata,
  exec: async (nango, input) => voidLabel(nango, input),
});
