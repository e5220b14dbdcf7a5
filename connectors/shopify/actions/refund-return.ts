import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { Money } from "../../records/order.js";
import { Return } from "../../records/return.js";
import { refundReturn } from "../refund-return.js";

/** Cannot be undone: the money is the customer's. */
export default createAction({
  description: "Pay the goods of a return back, once",
  version: "1.0.0",
  scopes: ["write_orders", "read_returns"],
  input: z.object({
    returnId: z.string(),
    amount: Money.describe("what it was decided on; refused when the goods are worth anything else"),
    note: z.string().max(200),
    notifyCustomer: z.boolean(),
    key: z.string().min(1).max(64).describe("Shopify makes a refund once under it"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to refund regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ return: Return, alreadyDone: z.boolean() }),
  exec: refundReturn,
});
