import { createAction } from "nango";
import * as z from "zod";
import { PurchaseOrder } from "../../records/purchase-order.js";
import { readPurchaseOrder, readSupplierEmail } from "../record-api.js";

/** For the look before an effect, and for finding out after a crash whether it was done. */
export default createAction({
  description: "Read one purchase order as it is now",
  version: "1.1.0",
  input: z.object({ purchaseOrderId: z.string() }),
  output: z.object({
    purchaseOrder: PurchaseOrder,
    supplierEmail: z.string().nullable().describe("for a letter about this order; records do not hold it"),
  }),
  exec: async (nango, input) => {
    const purchaseOrder = await readPurchaseOrder(nango, input.purchaseOrderId);
    return { purchaseOrder, supplierEmail: await readSupplierEmail(nango, purchaseOrder) };
  },
});
