import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { Return } from "../../records/return.js";
import { approveRequest } from "../answer-request.js";

/** Asks the customer for the goods; it is taken back by nothing but a person who talks with the customer. */
export default createAction({
  description: "Approve the request for a return",
  version: "1.0.0",
  scopes: ["write_returns"],
  input: z.object({
    returnId: z.string(),
    notifyCustomer: z.boolean(),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to approve regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ return: Return, alreadyDone: z.boolean() }),
  exec: approveRequest,
});
