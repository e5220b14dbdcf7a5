import { createAction } from "nango";
import { ShipStationMetadata } from "../accounts.js";
import { ChooseInput, ChooseOutput, chooseService } from "../choose-service.js";

export default createAction({
  description: "Choose carrier and service of a shipment",
  version: "1.0.0",
  input: ChooseInput,
  output: ChooseOutput,
  metadata: ShipStationMetadata,
  exec: async (nango, input) => chooseService(nango, input),
});
