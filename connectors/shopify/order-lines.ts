import * as z from "zod";
import { askShopify, type Caller } from "./graphql.js";
import { ORDER_LINES } from "./operations.js";
import { LinesPage } from "./to-order.js";

const Paged = z.object({ lineItems: LinesPage });
const Unfinished = z.object({
  id: z.string(),
  lineItems: z.object({ pageInfo: z.object({ hasNextPage: z.literal(true), endCursor: z.string() }), nodes: z.array(z.unknown()) }),
});
const Answer = z.object({ order: Paged.nullable() });

/**
 * The order with all its lines: an order's first page holds 20, the rest is fetched here.
 *
 * @param waits as in askShopify
 * @param row an order as it came; returned as it is when it is complete, or when it cannot be read (the mapping will say why)
 */
export async function withAllLines(nango: Caller, row: unknown, waits = true): Promise<unknown> {
  const unfinished = Unfinished.safeParse(row);
  if (!unfinished.success || typeof row !== "object") return row;
  const { id, lineItems } = unfinished.data;
  const nodes = [...lineItems.nodes];
  let after: string | null = lineItems.pageInfo.endCursor;
  while (after !== null) {
    const answer: z.infer<typeof Answer> = await askShopify(nango, { query: ORDER_LINES, variables: { id, after }, schema: Answer, waits });
    nodes.push(...(answer.order?.lineItems.nodes ?? []));
    const next: z.infer<typeof LinesPage>["pageInfo"] | undefined = answer.order?.lineItems.pageInfo;
    after = next?.hasNextPage ? next.endCursor : null;
  }
  return { ...row, lineItems: { pageInfo: { hasNextPage: false, endCursor: null }, nodes } };
}
