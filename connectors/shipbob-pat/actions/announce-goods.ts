import { createAction } from "nango";
import { announceGoods, AnnounceGoodsInput, AnnounceGoodsOutput } from "../announce-goods.js";
import { ShipBobMetadata } from "../account.js";

export default createAction({
  description: "Tell the 3PL that goods of a purchase order will come, once",
  version: "1.0.0",
  input: AnnounceGoodsInput,
  output: AnnounceGoodsOutput,
  metadata: ShipBobMetadata,
  exec: async (nango, input) => announceGoods(nango, input),
});
