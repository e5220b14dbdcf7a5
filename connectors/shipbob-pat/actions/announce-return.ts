import { createAction } from "nango";
import { AnnounceInput, AnnounceOutput, announceReturn } from "../announce-return.js";
import { ShipBobMetadata } from "../account.js";

export default createAction({
  description: "Tell the 3PL of a return under the shop's own number, once",
  version: "1.0.0",
  input: AnnounceInput,
  output: AnnounceOutput,
  metadata: ShipBobMetadata,
  exec: async (nango, input) => announceReturn(nango, input),
});
