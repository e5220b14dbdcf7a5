import { createAction } from "nango";
import { ChooseInput, ChooseOutput, chooseService } from "../choose-service.js";

export default createAction({
  description: "Choose carrier and service of a shipment",
  version: "1.0.0",
  input: ChooseInput,
  output: ChooseOutput,
  exec: async (nango, input) => chooseService(nango, input),
});
