import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { refuse, requireUnchanged } from "../../kit/refuse.js";
import { wait } from "../../kit/wait.js";
import { askShopify, changeShopify } from "../graphql.js";
import { CANCEL, JOB } from "../operations.js";
import { readOrder } from "../read-order.js";
import { refuseUserErrors, UserErrors } from "../user-errors.js";

const Job = z.object({ id: z.string(), done: z.boolean() });
const Cancelled = z.object({ orderCancel: z.object({ job: Job.nullish(), orderCancelUserErrors: UserErrors }) });
const JobAnswer = z.object({ job: Job.nullable() });

const LOOKS = 20; // ten seconds: beyond that the order's own sync will tell
const BETWEEN_LOOKS_MS = 500;

/** Cannot be undone, and Shopify has no idempotency key for it: so it looks first, and is never sent a second time by itself. */
export default createAction({
  description: "Cancel an order",
  version: "1.0.0",
  scopes: ["write_orders"],
  input: z.object({
    orderId: z.string(),
    reason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]),
    refund: z.enum(["original_payment", "none"]),
    restock: z.boolean(),
    notifyCustomer: z.boolean(),
    staffNote: z.string().max(255),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to cancel regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({
    cancelledAt: z.string().nullable().describe("null while Shopify is still at it"),
    alreadyDone: z.boolean(),
  }),

  exec: async (nango, input) => {
    const { order } = await readOrder(nango, input.orderId, { waits: false });
    if (order.cancelledAt) return { cancelledAt: order.cancelledAt, alreadyDone: true };
    requireUnchanged(nango, input.expectedUpdatedAt, order.updatedAt);
    if (order.closedAt) refuse(nango, "not_allowed", "The order is closed.");

    const variables = {
      id: input.orderId,
      reason: input.reason,
      restock: input.restock,
      refund: { originalPaymentMethodsRefund: input.refund === "original_payment" },
      notify: input.notifyCustomer,
      note: input.staffNote,
    };
    const { orderCancel } = await changeShopify(nango, input, { query: CANCEL, variables, schema: Cancelled });
    refuseUserErrors(nango, orderCancel.orderCancelUserErrors);

    let job = orderCancel.job ?? null;
    for (let look = 0; job && !job.done && look < LOOKS; look += 1) {
      await wait(BETWEEN_LOOKS_MS);
      const answer: z.infer<typeof JobAnswer> = await askShopify(nango, { query: JOB, variables: { id: job.id }, schema: JobAnswer });
      job = answer.job;
    }
    const after = await readOrder(nango, input.orderId, { waits: true });
    return { cancelledAt: after.order.cancelledAt, alreadyDone: false };
  },
});
