import { EventNode, toOpsEvent } from "#connectors/shopify/to-ops-event.ts";
import type { CaseHistory, RelatedCase } from "#server/domain/automations/case-history.ts";
import { compareEvents, type OpsEvent } from "#server/domain/event-log/event.ts";
import { createShop } from "#server/sandbox/shop/create-shop.ts";
import type { Order } from "#server/sandbox/shop/order.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { attributionOf } from "#server/sandbox/vendors/shopify/timeline-shape.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

/** Held orders of a sandbox shop as our copy would hold them after a first connection at its end, without the way through Nango. */
export function historiesOfShop(given: Parameters<typeof shopSettings>[0]): { histories: CaseHistory[]; fromMs: number; toMs: number } {
  const settings = shopSettings(given);
  const shop = createShop(settings);
  const fromMs = shop.state.startMs;
  shop.advance(settings.untilMs);
  const byCustomer = new Map<number, RelatedCase[]>();
  for (const order of shop.state.orders)
    byCustomer.set(order.customerId, [
      ...(byCustomer.get(order.customerId) ?? []),
      { caseId: `order:${idOf(order)}`, atMs: order.placedMs, content: recordOf(order) },
    ]);
  const histories = shop.state.orders
    .filter(({ events }) => events.some(({ action }) => action === "fulfillment_hold_added"))
    .map((order): CaseHistory => ({
      caseId: `order:${idOf(order)}`,
      events: order.events.flatMap((event) => eventOf(order, event)).sort(compareEvents),
      records: [{ model: "Order", recordId: idOf(order), knownAtMs: settings.untilMs, content: recordOf(order) }],
      related: (byCustomer.get(order.customerId) ?? []).filter(({ caseId }) => caseId !== `order:${idOf(order)}`),
      linked: [],
    }));
  return { histories, fromMs, toMs: settings.untilMs };
}

const idOf = ({ number }: Order): string => `gid://shopify/Order/${number}`;

function eventOf(order: Order, event: Order["events"][number]): OpsEvent[] {
  const shown = attributionOf(event.actor, true);
  const node = EventNode.parse({
    __typename: event.isComment ? "CommentEvent" : "BasicEvent",
    id: `gid://shopify/BasicEvent/${event.id}`,
    action: event.action,
    createdAt: new Date(event.atMs).toISOString(),
    ...shown,
    actor: shown.author,
    arguments: [order.number, event.detail],
    subjectId: idOf(order),
  });
  const mapped = toEvent(toOpsEvent(node));
  return mapped ? [mapped] : [];
}

const recordOf = (order: Order) => ({
  id: idOf(order),
  number: `#${order.number}`,
  placedAt: new Date(order.placedMs).toISOString(),
  updatedAt: new Date(order.updatedMs).toISOString(),
  cancelledAt: order.cancelled ? new Date(order.cancelled.atMs).toISOString() : null,
  closedAt: order.closedMs === null ? null : new Date(order.closedMs).toISOString(),
  channel: order.channel,
  totalAtPlacing: { amountMinor: order.totalMinor, currency: "USD" },
  customerId: String(order.customerId),
  shipTo: { validation: order.addressCheck === "NO_ISSUES" ? "ok" : order.addressCheck.toLowerCase() },
  risk: { level: order.riskLevel.toLowerCase() },
  tags: order.tags,
  lines: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
});
