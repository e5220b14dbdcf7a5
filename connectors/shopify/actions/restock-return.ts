import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { Return } from "../../records/return.js";
import { restockReturn } from "../restock-return.js";

/** Shopify has no way back: what was put on the shelf by mistake is adjusted away as stock. */
export default createAction({
  description: "Put the goods of a return on the shelf, or write them off, once",
  version: "1.0.0",
  scopes: ["write_returns"],
  input: z.object({
    returnId: z.string(),
    goods: z.enum(["restock", "write off"]),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to decide regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ return: Return, alreadyDone: z.boolean() }),
  exec: restockReturn,
});
