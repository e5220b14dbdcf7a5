import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { Return } from "../../records/return.js";
import { declineRequest } from "../answer-request.js";

/** Cannot be undone: the customer may ask anew. */
export default createAction({
  description: "Decline the request for a return",
  version: "1.0.0",
  scopes: ["write_returns"],
  input: z.object({
    returnId: z.string(),
    reason: z.enum(["FINAL_SALE", "OTHER", "RETURN_PERIOD_ENDED"]),
    note: z.string().max(500).describe("the customer reads it; empty for none"),
    notifyCustomer: z.boolean(),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to decline regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ return: Return, alreadyDone: z.boolean() }),
  exec: declineRequest,
});
