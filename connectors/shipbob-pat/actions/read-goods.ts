import { createAction } from "nango";
import { FindGoodsInput, FindGoodsOutput, goodsOf } from "../announce-goods.js";

export default createAction({
  description: "Goods that are announced for a purchase order, as they are now",
  version: "1.0.0",
  input: FindGoodsInput,
  output: FindGoodsOutput,
  exec: async (nango, input) => ({ orders: await goodsOf(nango, input.purchaseOrderNumber) }),
});
