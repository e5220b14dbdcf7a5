import { createAction } from "nango";
import { ExpectedDateInput, ExpectedDateOutput, updateExpectedDate } from "../../netsuite/change-purchase-order.js";

export default createAction({
  description: "Write the expected dates of lines of a purchase order",
  version: "1.0.0",
  input: ExpectedDateInput,
  output: ExpectedDateOutput,
  exec: async (nango, input) => updateExpectedDate(nango, input),
});
