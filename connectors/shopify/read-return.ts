import * as z from "zod";
import { refuse } from "../kit/refuse.js";
import type { Return } from "../records/return.js";
import { askShopify, type Caller } from "./graphql.js";
import { RETURN } from "./operations.js";
import { OrderWithReturns, type ReturnWithGoods } from "./order-returns.js";
import { toReturn } from "./to-return.js";

const Answer = z.object({ return: z.object({ order: OrderWithReturns }).nullable() });

/**
 * A return as it is now, in our form and as Shopify has it; refuses with not_found when the shop has none of that id.
 *
 * @param withCustomer needs the scope read_customers
 */
export async function readReturn(
  nango: Caller,
  id: string,
  { withCustomer = false }: { withCustomer?: boolean } = {},
): Promise<{ record: Return; node: ReturnWithGoods }> {
  const { return: found } = await askShopify(nango, { query: RETURN, variables: { id, withCustomer }, schema: Answer, waits: false });
  const node = found?.order.returns.nodes.find((one) => one.id === id);
  return found && node ? { record: toReturn(found.order, id), node } : refuse(nango, "not_found", `The shop has no return ${id}.`);
}
