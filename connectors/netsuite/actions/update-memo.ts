import { createAction } from "nango";
import { MemoInput, MemoOutput, updateMemo } from "../change-purchase-order.js";

export default createAction({
  description: "Write the memo of a purchase order",
  version: "1.0.0",
  input: MemoInput,
  output: MemoOutput,
  exec: async (nango, input) => updateMemo(nango, input),
});
