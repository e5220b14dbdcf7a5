import type { NangoAction } from "nango";
import * as z from "zod";

/** What a function needs of Nango to ask NetSuite: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "get" | "post" | "log">;

/** NetSuite's services outside of the record API, below the account's own host. */
export const ACCOUNT_HOST = "https://${connectionConfig.accountId}.suitetalk.api.netsuite.com";

const Page = z.object({ items: z.array(z.unknown()), hasMore: z.boolean(), totalResults: z.number().nullish() });

// Oracle, "Executing SuiteQL Queries Through REST Web Services": at most 1,000 rows a page and 100,000 a query.
const PAGE_ROWS = 1000;
const MOST_ROWS = 100_000;

/** A query found more rows than NetSuite gives out: ask for a shorter time. */
export class TooManyRows extends Error {
  constructor(rows: number) {
    super(`NetSuite has ${rows} rows for one query and gives out ${MOST_ROWS}`);
    this.name = "TooManyRows";
  }
}

/**
 * Runs one query and yields its pages. The query has to sort by something unique: pages of another query drop and repeat rows.
 *
 * @throws TooManyRows before the first page is yielded
 */
export async function* askSuiteQl(nango: Caller, query: string): AsyncGenerator<unknown[], void, void> {
  for (let offset = 0; ; offset += PAGE_ROWS) {
    const response = await nango.post({
      // https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_157909186990.html
      endpoint: `/services/rest/query/v1/suiteql?limit=${PAGE_ROWS}&offset=${offset}`,
      baseUrlOverride: ACCOUNT_HOST,
      headers: { Prefer: "transient" },
      data: { q: query },
      retries: 5,
    });
    const page = Page.parse(response.data);
    if ((page.totalResults ?? 0) > MOST_ROWS) throw new TooManyRows(page.totalResults ?? 0);
    if (page.items.length > 0) yield page.items;
    if (!page.hasMore || page.items.length === 0) return;
  }
}

/** All rows of a query that is known to be short. */
export async function allRows<T>(nango: Caller, query: string, schema: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of askSuiteQl(nango, query)) rows.push(...page.map((row) => schema.parse(row)));
  return rows;
}
