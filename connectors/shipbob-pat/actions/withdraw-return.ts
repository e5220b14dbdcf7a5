import { createAction } from "nango";
import { WithdrawInput, WithdrawOutput, withdrawReturn } from "../announce-return.js";
import { ShipBobMetadata } from "../account.js";

export default createAction({
  description: "Take the announcement of a return back, while the parcel has not arrived",
  version: "1.0.0",
  input: WithdrawInput,
  output: WithdrawOutput,
  metadata: ShipBobMetadata,
  exec: async (nango, input) => withdrawReturn(nango, input),
});
