import { createAction } from "nango";
import * as z from "zod";
import { Return } from "../../records/return.js";
import { readReturn } from "../read-return.js";
import { grantedScopes } from "../scopes.js";

/** For the look before an effect, and for finding out after a crash whether it was done. */
export default createAction({
  description: "Read one return as it is now",
  version: "1.0.0",
  scopes: ["read_orders", "read_returns", "read_customers"],
  input: z.object({ returnId: z.string() }),
  output: Return,
  exec: async (nango, input) => {
    const withCustomer = (await grantedScopes(nango, false)).has("read_customers");
    return (await readReturn(nango, input.returnId, { withCustomer })).record;
  },
});
