import { createAction } from "nango";
import * as z from "zod";
import { PurchaseOrder } from "../../records/purchase-order.js";
import { readPurchaseOrder } from "../../netsuite/record-api.js";

/** For the look before an effect, and for finding out after a crash whether it was done. */
export default createAction({
  description: "Read one purchase order as it is now",
  version: "1.0.0",
  input: z.object({ purchaseOrderId: z.string() }),
  output: z.object({ purchaseOrder: PurchaseOrder }),
  exec: async (nango, input) => ({ purchaseOrder: await readPurchaseOrder(nango, input.purchaseOrderId) }),
});
