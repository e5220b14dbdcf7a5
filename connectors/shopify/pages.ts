import * as z from "zod";
import { later } from "../kit/time.js";
import { askShopify, ShopifyError, type Caller } from "./graphql.js";

/** The rows of a page as they came, and the latest `updatedAt` read so far: where a next run may begin. */
export type Page = { rows: unknown[]; updatedUntil: string };

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const Updated = z.object({ updatedAt: z.string() });
const REBASE_AFTER = 10_000; // Shopify refuses to page deeper than 25,000 objects, so the window is moved well before

/**
 * Everything changed since a time, oldest change first, page by page. Rows changed while we read come again at the end.
 *
 * @param root the connection's field name in the answer: orders, fulfillmentOrders
 * @param filter in Shopify's search syntax, with which the rest is left out
 * @param pageSize at most 250; halved as often as Shopify says that the query costs too much
 */
export async function* changedSince(
  nango: Caller,
  ask: { query: string; root: string; since: string; pageSize: number; filter?: string; variables?: Record<string, unknown> },
): AsyncGenerator<Page, void, void> {
  const schema = z.object({ [ask.root]: z.object({ pageInfo: PageInfo, nodes: z.array(z.unknown()) }) });
  let { since, pageSize } = ask;
  const filter = ask.filter ? `${ask.filter} AND ` : "";
  let updatedUntil = ask.since;
  let after: string | null = null;
  let rowsInWindow = 0;
  for (;;) {
    let answer: z.infer<typeof schema>;
    try {
      const variables = { ...ask.variables, first: pageSize, after, query: `${filter}updated_at:>='${since}'` };
      answer = await askShopify(nango, { query: ask.query, variables, schema });
    } catch (error) {
      if (!(error instanceof ShopifyError) || error.code !== "MAX_COST_EXCEEDED" || pageSize === 1) throw error;
      pageSize = Math.floor(pageSize / 2);
      continue;
    }
    const page = answer[ask.root];
    if (!page) throw new ShopifyError("UNKNOWN", `the answer has no ${ask.root}`);
    for (const row of page.nodes) {
      const time = Updated.safeParse(row);
      if (time.success) updatedUntil = later(updatedUntil, time.data.updatedAt);
    }
    if (page.nodes.length > 0) yield { rows: page.nodes, updatedUntil };
    if (!page.pageInfo.hasNextPage) return;
    rowsInWindow += page.nodes.length;
    after = page.pageInfo.endCursor;
    // Moving the window only helps when time has passed within it: ten thousand rows of one instant need the cursor.
    if (rowsInWindow >= REBASE_AFTER && updatedUntil !== since) {
      since = updatedUntil;
      after = null;
      rowsInWindow = 0;
    }
  }
}
