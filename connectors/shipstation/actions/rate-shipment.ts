import { createAction } from "nango";
import { RateInput, RateOutput, rateShipment } from "../rate-shipment.js";

export default createAction({
  description: "What each service would cost for a shipment",
  version: "1.0.0",
  input: RateInput,
  output: RateOutput,
  exec: async (nango, input) => rateShipment(nango, input),
});
