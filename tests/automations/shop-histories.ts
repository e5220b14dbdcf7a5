import { EventNode, toOpsEvent } from "#connectors/shopify/to-ops-event.ts";
import type { CaseHistory, RelatedCase } from "#server/domain/automations/case-history.ts";
import { compareEvents, type OpsEvent } from "#server/domain/event-log/event.ts";
import { createShop, type Shop } from "#server/sandbox/shop/create-shop.ts";
import type { Order } from "#server/sandbox/shop/order.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { attributionOf } from "#server/sandbox/vendors/shopify/timeline-shape.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

/** Reads orders of a shop as our copy would hold them at an instant, without the way through Nango. */
export function shopReader(shop: Pick<Shop, "state">): { historyOf: (order: Order, knownAtMs: number) => CaseHistory } {
  const byCustomer = new Map<number, RelatedCase[]>();
  let read = 0;
  return {
    historyOf(order, knownAtMs) {
      for (; read < shop.state.orders.length; read += 1) {
        const next = shop.state.orders[read]!;
        const related = byCustomer.get(next.customerId) ?? [];
        byCustomer.set(next.customerId, related);
        related.push({ caseId: caseOf(next), atMs: next.placedMs, content: recordOf(next) });
      }
      return {
        caseId: caseOf(order),
        events: order.events.flatMap((event) => eventOf(order, event)).sort(compareEvents),
        records: [
          { model: "Order", recordId: idOf(order), knownAtMs, content: recordOf(order) },
          { model: "FulfilmentOrder", recordId: partIdOf(order), knownAtMs, content: partOf(order) },
        ],
        related: (byCustomer.get(order.customerId) ?? []).filter(({ caseId }) => caseId !== caseOf(order)),
        linked: [],
      };
    },
  };
}

/** Held orders of a sandbox shop as our copy would hold them after a first connection at its end. */
export function historiesOfShop(given: Parameters<typeof shopSettings>[0]): { histories: CaseHistory[]; fromMs: number; toMs: number } {
  const settings = shopSettings(given);
  const shop = createShop(settings);
  const fromMs = shop.state.startMs;
  shop.advance(settings.untilMs);
  const { historyOf } = shopReader(shop);
  const histories = shop.state.orders
    .filter(({ events }) => events.some(({ action }) => action === "fulfillment_hold_added"))
    .map((order) => historyOf(order, settings.untilMs));
  return { histories, fromMs, toMs: settings.untilMs };
}

const caseOf = (order: Order): string => `order:${idOf(order)}`;
const idOf = ({ number }: Order): string => `gid://shopify/Order/${number}`;

const partIdOf = ({ number }: Order): string => `gid://shopify/FulfillmentOrder/${number}`;

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
  shipTo: {
    line1: order.address.address1,
    line2: order.address.address2,
    city: order.address.city,
    region: order.address.provinceCode,
    postcode: order.address.zip,
    country: order.address.countryCode,
    validation: order.addressCheck === "NO_ISSUES" ? "ok" : order.addressCheck.toLowerCase(),
  },
  note: order.note,
  suggestedAddresses: order.attributes.filter(({ key }) => key.startsWith("address_suggestion")).map(({ value }) => value),
  risk: { level: order.riskLevel.toLowerCase() },
  tags: order.tags,
  lines: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
});

const partOf = (order: Order) => ({
  id: partIdOf(order),
  orderId: idOf(order),
  state: order.fulfilment.toLowerCase(),
  updatedAt: new Date(order.updatedMs).toISOString(),
  holds: order.holds.map(({ id, reason, notes, handle }) => ({ id: String(id), reason: reason.toLowerCase(), notes, handle })),
});
