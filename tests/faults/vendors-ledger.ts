import { sql } from "kysely";
import type { Store } from "#db/client.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import { fulfillmentOrderId, orderId } from "#server/sandbox/vendors/shopify/ids.ts";
import { fulfillmentUpdatedMs } from "#server/sandbox/vendors/shopify/context.ts";
import { HOSTILE, type Drift } from "./drift.ts";

export const KINDS = ["orders", "fulfilment orders", "timeline", "tickets", "ticket saves", "parcels", "labels"] as const;
/** One line a record or event: what a copy of the vendors' own state has to equal. */
export type Holdings = Readonly<Record<(typeof KINDS)[number], string[]>>;

/** Vendors print whole seconds. */
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(Math.floor(ms / 1000) * 1000).toISOString());
const line = (...fields: readonly unknown[]): string => JSON.stringify(fields);
const sorted = (lines: readonly string[]): string[] => [...lines].sort();

/** Tickets that the helpdesk has deleted: whether we ever saw one, and how much of its history, is chance. */
export const deletedTickets = ({ departments }: Sandbox): string[] =>
  departments.helpdesk.state.tickets.filter(({ status }) => status === "deleted").map(({ id }) => String(id));

/** As our database holds a text: Postgres takes no NUL and no half of a surrogate pair. */
const held = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** What the vendors' own state says, past every fault, deleted tickets left out. @param hostile rows that show HOSTILE as their text */
export function ledgerOf({ shop, departments }: Sandbox, { hostile }: Pick<Drift, "hostile">): Holdings {
  const { orders, events } = shop.state;
  const tickets = departments.helpdesk.state.tickets;
  const { parcels } = departments.shipping.state;
  return {
    orders: sorted(
      orders.map((order) =>
        line(
          orderId(order.number),
          `#${order.number}`,
          iso(order.placedMs),
          iso(order.updatedMs),
          iso(order.cancelled?.atMs ?? null),
          iso(order.closedMs),
          order.tags.toSorted(),
          hostile.has(orderId(order.number)) ? held(HOSTILE) : order.note,
          order.totalMinor,
          order.address.address1,
          order.address.address2,
          order.lines.map(({ sku, quantity }) => [sku, quantity]),
        ),
      ),
    ),
    "fulfilment orders": sorted(
      orders.map((order) =>
        line(
          fulfillmentOrderId(order.number),
          orderId(order.number),
          order.fulfilment.toLowerCase(),
          iso(fulfillmentUpdatedMs(order)),
          order.holds.map(({ reason }) => reason.toLowerCase()),
        ),
      ),
    ),
    timeline: sorted(events.map((event) => line(event.id, event.action, iso(event.atMs)))),
    tickets: sorted(
      tickets
        .filter(({ status }) => status !== "deleted")
        .map((ticket) =>
          line(
            String(ticket.id),
            hostile.has(`ticket ${ticket.id}`) ? held(HOSTILE) : ticket.subject,
            ticket.status,
            ticket.priority,
            String(ticket.groupId),
            ticket.assigneeId === null ? null : String(ticket.assigneeId),
            ticket.tags.toSorted(),
            iso(ticket.updatedMs),
          ),
        ),
    ),
    "ticket saves": sorted(
      tickets.flatMap(({ id, status, saves }) =>
        saves
          .filter(
            ({ events: parts }) =>
              status !== "deleted" && parts.some(({ kind }) => kind === "create" || kind === "change" || kind === "comment"),
          )
          .map((save) => line(`audit:${save.id}`, `ticket:${id}`, iso(save.atMs))),
      ),
    ),
    parcels: sorted(
      parcels.map(({ id, status, service, labels }) =>
        line(
          String(id),
          status,
          service,
          labels.map((label) => [String(label.id), label.voidedMs !== null]),
        ),
      ),
    ),
    labels: sorted(
      parcels.flatMap(({ id, labels }) =>
        labels.flatMap((label) => [
          line(`label:${label.id}`, `shipment:${id}`),
          ...(label.voidedMs === null ? [] : [line(`label:${label.id}:void`, `shipment:${id}`)]),
        ]),
      ),
    ),
  };
}

type Stored = { model: string; content: any }; // oxlint-disable-line typescript/no-explicit-any -- compared field by field, whole
type StoredEvent = { id: string; caseId: string; workflow: string; action: string; at: Date };

/** What our database holds of them. @param gone tickets that are left out */
export async function holdingsOf(store: Store, { workspaceId, gone }: { workspaceId: string; gone: readonly string[] }): Promise<Holdings> {
  const { records, events } = await store.within({ workspaceId }, async (tx) => ({
    records: (await sql<Stored>`select model, content from record_current where deleted_at is null`.execute(tx)).rows,
    events: (
      await sql<StoredEvent>`select event_id as id, case_id as "caseId", workflow, attributes->>'sourceAction' as action, ended_at as at from event`.execute(
        tx,
      )
    ).rows,
  }));
  const of = (model: string) => records.filter((row) => row.model === model).map(({ content }) => content);
  const eventsOf = (workflow: string) => events.filter((event) => event.workflow === workflow);
  const listed = (items: any[], form: (item: any) => string) => sorted(items.map(form)); // oxlint-disable-line typescript/no-explicit-any -- as above
  return {
    orders: listed(of("Order"), (order) =>
      line(
        order.id,
        order.number,
        order.placedAt,
        order.updatedAt,
        order.cancelledAt,
        order.closedAt,
        order.tags,
        order.note,
        order.totalAtPlacing?.amountMinor,
        order.shipTo?.line1,
        order.shipTo?.line2,
        order.lines.map(({ sku, quantity }: { sku: string; quantity: number }) => [sku, quantity]),
      ),
    ),
    "fulfilment orders": listed(of("FulfilmentOrder"), (one) =>
      line(
        one.id,
        one.orderId,
        one.state,
        one.updatedAt,
        one.holds.map(({ reason }: { reason: string }) => reason),
      ),
    ),
    // What is done about a return is a step of the return, and stands on the time line of its order.
    timeline: sorted(
      [...eventsOf("order-exceptions"), ...eventsOf("returns")].map(({ id, action, at }) =>
        line(Number(/(\d+)$/.exec(id)?.[1]), action, at.toISOString()),
      ),
    ),
    tickets: listed(of("Ticket"), (one) =>
      line(one.id, one.subject, one.state, one.priority, one.groupId, one.assigneeId, one.tags, one.updatedAt),
    ),
    "ticket saves": sorted([
      ...new Set(
        eventsOf("ticket-routing")
          .filter(({ caseId }) => !gone.includes(caseId.slice("ticket:".length)))
          .map(({ id, caseId, at }) => line(id.split(":").slice(0, 2).join(":"), caseId, at.toISOString())),
      ),
    ]),
    parcels: listed(of("Shipment"), (one) =>
      line(
        one.id,
        one.state,
        one.service,
        one.labels.map((label: { id: string; voidedAt: string | null }) => [label.id, label.voidedAt !== null]),
      ),
    ),
    labels: sorted(
      eventsOf("carrier-choice")
        .filter(({ id }) => id.startsWith("label:"))
        .map(({ id, caseId }) => line(id, caseId)),
    ),
  };
}

/** What can be wrong with a copy besides its contents; all 0 in a sound one. @param gone tickets whose deletion is none of ours */
export async function flawsOf(
  store: Store,
  { workspaceId, gone }: { workspaceId: string; gone: readonly string[] },
): Promise<Record<string, number>> {
  return store.within({ workspaceId }, async (tx) => {
    const isKnown = sql`model = 'Ticket' and record_id = any (${[...gone]}::text[])`;
    // A row that can be read again is set aside no longer.
    const { rows } = await sql<Record<string, number>>`select
      (select count(*)::int from record_current where deleted_at is not null and not (${isKnown}) and model not like 'Rejected%') as "deleted here and not there",
      (select count(*)::int from record_version where deleted_at is not null and not (${isKnown}) and model not like 'Rejected%') as "versions of deletions that never were",
      (select count(*)::int from (select content_hash = lag(content_hash) over w and (deleted_at is null) = (lag(deleted_at) over w is null) as same
         from record_version window w as (partition by connection_id, model, record_id order by modified_at)) v where same) as "versions that repeat",
      (select count(*)::int from record_current where deleted_at is null and model like 'Rejected%') as "rows still set aside",
      (select count(*)::int from record_current c where not exists (select from record_version v where v.connection_id = c.connection_id
         and v.model = c.model and v.record_id = c.record_id and v.content_hash = c.content_hash)) as "records without their version",
      (select count(*)::int from (select batch, count(*) as events from event group by batch) e
         left join audit_batch a using (batch) where a.events is distinct from e.events) as "batches not listed once for the audit",
      (select count(*)::int from event e where not exists (select from event_object o where o.source_id = e.source_id and o.event_id = e.event_id)) as "events without their objects"
    `.execute(tx);
    return rows[0] ?? {};
  });
}
