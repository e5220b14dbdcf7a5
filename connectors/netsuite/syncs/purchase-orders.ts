import { createSync } from "nango";
import * as z from "zod";
import { PurchaseOrder } from "../../records/purchase-order.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { NetSuiteMetadata } from "../clock.js";
import { followPurchaseOrders } from "../follow-purchase-orders.js";

export default createSync({
  description: "Purchase orders with lines and expected dates",
  version: "1.0.0",
  frequency: "every 15 minutes",
  autoStart: true,
  models: { PurchaseOrder, RejectedPurchaseOrder: RejectedRecord },
  metadata: NetSuiteMetadata,
  checkpoint: z.object({ updatedUntil: z.string() }),
  exec: async (nango) => followPurchaseOrders(nango),
});
