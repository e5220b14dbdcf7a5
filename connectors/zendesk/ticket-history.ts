import * as z from "zod";
import { askZendesk, ZendeskError, type Caller } from "./ask-zendesk.js";
import { ticketAudits } from "./operations.js";

const Page = z.object({
  audits: z.array(z.looseObject({ id: z.union([z.number(), z.string()]) })),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish(),
});

/** All saves of a ticket, oldest first, each once; empty for a ticket that was deleted meanwhile. */
export async function ticketHistory(nango: Caller, ticketId: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let after: string | null = null;
  for (;;) {
    let page: z.infer<typeof Page>;
    try {
      page = await askZendesk(nango, ticketAudits(ticketId, after), Page);
    } catch (error) {
      if (error instanceof ZendeskError && error.status === 404) return [];
      throw error;
    }
    found.push(...page.audits);
    // An archived ticket comes whole and without a cursor.
    if (!page.meta?.has_more || !page.meta.after_cursor) return found;
    if (page.meta.after_cursor === after) throw new Error("Zendesk answered the same cursor that it was asked with");
    after = page.meta.after_cursor;
  }
}
