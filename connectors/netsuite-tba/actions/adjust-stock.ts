import { createAction } from "nango";
import { AdjustInput, AdjustOutput, adjustStock } from "../../netsuite/adjust-stock.js";

export default createAction({
  description: "Adjust the stock of one item at one location, once",
  version: "1.0.0",
  input: AdjustInput,
  output: AdjustOutput,
  exec: async (nango, input) => adjustStock(nango, input),
});
