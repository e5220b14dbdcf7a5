import * as z from "zod";
import { later } from "../kit/time.js";
import { askShopify, type Caller } from "./graphql.js";
import { EVENTS, ORDER_EVENTS } from "./operations.js";
import { eventNumber } from "./to-ops-event.js";

/** The entries of a page as they came, the number of the last, and the latest time read so far. */
export type EventPage = { rows: unknown[]; afterNumber: string; recordedUntil: string };

const Events = z.object({
  events: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(z.looseObject({ id: z.string() })) }),
});
const Created = z.object({ createdAt: z.string() });
const PAGE_SIZE = 250;

/**
 * Timeline entries recorded since a time, in the order of their numbers. Each page asks for numbers above the last one,
 * so no page lies deep, and an interrupted run goes on where it stopped.
 *
 * @param filter in Shopify's search syntax, such as subject_type:ORDER
 * @param afterNumber "0" to begin
 */
export async function* eventsSince(
  nango: Caller,
  ask: { filter: string; since: string; afterNumber: string; withStaff: boolean },
): AsyncGenerator<EventPage, void, void> {
  let { afterNumber } = ask;
  let recordedUntil = ask.since;
  for (;;) {
    const query = `${ask.filter} AND created_at:>='${ask.since}' AND id:>${afterNumber}`;
    const { events } = await askShopify(nango, {
      query: EVENTS,
      variables: { first: PAGE_SIZE, query, withStaff: ask.withStaff },
      schema: Events,
    });
    const last = events.nodes.at(-1);
    if (!last) return;
    const number = eventNumber(last.id);
    if (number <= BigInt(afterNumber)) throw new Error(`Shopify answered entry ${number} when asked for those after ${afterNumber}`);
    afterNumber = number.toString();
    for (const row of events.nodes) {
      const time = Created.safeParse(row);
      if (time.success) recordedUntil = later(recordedUntil, time.data.createdAt);
    }
    yield { rows: events.nodes, afterNumber, recordedUntil };
    if (!events.pageInfo.hasNextPage) return;
  }
}

const Timeline = z.object({
  order: z
    .object({
      events: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(z.looseObject({ id: z.string() })),
      }),
    })
    .nullable(),
});

/** The whole timeline of one order; [] when the shop has none of that id. */
export async function eventsOfOrder(nango: Caller, { id, withStaff }: { id: string; withStaff: boolean }): Promise<unknown[]> {
  const rows: unknown[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: z.infer<typeof Timeline> = await askShopify(nango, {
      query: ORDER_EVENTS,
      variables: { id, after, withStaff },
      schema: Timeline,
    });
    if (!answer.order) return rows;
    const { pageInfo, nodes } = answer.order.events;
    rows.push(...nodes);
    if (!pageInfo.hasNextPage || !pageInfo.endCursor || pageInfo.endCursor === after) return rows;
    after = pageInfo.endCursor;
  }
}
