import { createAction } from "nango";
import { ShipStationMetadata } from "../accounts.js";
import { BuyInput, BuyOutput, buyLabel } from "../buy-label.js";

export default createAction({
  description: "Buy a label for a shipment, never a second one",
  version: "1.0.0",
  input: BuyInput,
  output: BuyOutput,
  metadata: ShipStationMetadata,
  exec: async (nango, input) => buyLabel(nango, input),
});
