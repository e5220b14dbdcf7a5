import { OrderReturns } from "#connectors/shopify/order-returns.ts";
import { EventNode, toOpsEvent } from "#connectors/shopify/to-ops-event.ts";
import { toReturnEvent } from "#connectors/shopify/to-return-event.ts";
import { readReturnRow } from "#connectors/shopify/to-return.ts";
import type { CaseHistory, RelatedCase } from "#server/domain/automations/case-history.ts";
import { compareEvents, type OpsEvent } from "#server/domain/event-log/event.ts";
import type { ReturnCase } from "#server/sandbox/departments/returns/return-case.ts";
import { orderOf, refundsOf, returnsOf } from "#server/sandbox/departments/returns/state.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { Order } from "#server/sandbox/shop/order.ts";
import { shopSettings, startOf } from "#server/sandbox/shop/settings.ts";
import { lineItemId, orderId, refundId, returnId, reverseLineId } from "#server/sandbox/vendors/shopify/ids.ts";
import { attributionOf } from "#server/sandbox/vendors/shopify/timeline-shape.ts";
import { bag, iso, isoOrNull } from "#server/sandbox/vendors/shopify/value-shapes.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

type Desk = Pick<Sandbox, "shop" | "departments">;

/** An order with its returns as Shopify would answer it. */
function orderNode({ departments }: Desk, order: Order) {
  const { state } = departments.returns;
  const line = (lineIndex: number) => ({ lineItem: { id: lineItemId(order.number, lineIndex), sku: order.lines[lineIndex]?.sku } });
  return {
    id: orderId(order.number),
    name: `#${order.number}`,
    createdAt: iso(order.placedMs),
    updatedAt: iso(order.updatedMs),
    customer: { id: `gid://shopify/Customer/${order.customerId}` },
    returns: {
      pageInfo: { hasNextPage: false },
      nodes: returnsOf(state, order.number).map((item) => ({
        id: returnId(item.id),
        name: item.name,
        status: item.status,
        createdAt: iso(item.requestedMs),
        requestApprovedAt: isoOrNull(item.approvedMs),
        closedAt: isoOrNull(item.closedMs),
        decline: item.decline,
        returnLineItems: {
          pageInfo: { hasNextPage: false },
          nodes: [
            {
              id: `gid://shopify/ReturnLineItem/${item.id}`,
              quantity: item.quantity,
              returnReasonNote: item.note,
              returnReasonDefinition: { handle: item.reason },
              withCodeDiscountedTotalPriceSet: bag(item.valueMinor),
              fulfillmentLineItem: line(item.lineIndex),
            },
          ],
        },
        reverseFulfillmentOrders: {
          nodes: [
            {
              lineItems: {
                nodes: [
                  {
                    id: reverseLineId(item.id),
                    fulfillmentLineItem: line(item.lineIndex),
                    dispositions: item.dispositions.map(({ type, quantity }) => ({ type, quantity, location: null })),
                  },
                ],
              },
            },
          ],
        },
      })),
    },
    refunds: refundsOf(state, order.number).map((refund) => ({
      id: refundId(refund.id),
      createdAt: iso(refund.atMs),
      note: refund.note,
      return: refund.returnId === null ? null : { id: returnId(refund.returnId) },
      totalRefundedSet: bag(refund.amountMinor),
      refundLineItems: { nodes: refund.lines.map(({ lineIndex, quantity }) => ({ quantity, ...line(lineIndex) })) },
    })),
  };
}

function eventOf(order: Order, returnsOfOrder: OrderReturns, event: Order["events"][number]): OpsEvent[] {
  const shown = attributionOf(event.actor, true);
  const node = EventNode.parse({
    __typename: "BasicEvent",
    id: `gid://shopify/BasicEvent/${event.id}`,
    action: event.action,
    createdAt: iso(event.atMs),
    ...shown,
    actor: shown.author,
    arguments: [order.number, event.detail],
    subjectId: orderId(order.number),
  });
  const told = toOpsEvent(node);
  const mapped = told && toEvent(toReturnEvent(told, node, returnsOfOrder));
  return mapped ? [mapped] : [];
}

/** Reads returns of a shop as our copy would hold them at an instant, without the way through Nango. */
export function returnsReader(desk: Desk): { historyOf: (item: ReturnCase, knownAtMs: number) => CaseHistory } {
  const { state } = desk.departments.returns;
  const byCustomer = new Map<number, ReturnCase[]>();
  let read = 0;
  return {
    historyOf(item, knownAtMs) {
      for (; read < state.returns.length; read += 1) {
        const next = state.returns[read]!;
        const { customerId } = orderOf(state, next);
        byCustomer.set(customerId, [...(byCustomer.get(customerId) ?? []), next]);
      }
      const order = orderOf(state, item);
      const node = orderNode(desk, order);
      const caseId = `return:${returnId(item.id)}`;
      const parsed = OrderReturns.parse(node);
      const related = (byCustomer.get(order.customerId) ?? [])
        .filter((other) => other !== item)
        .map((other): RelatedCase => ({
          caseId: `return:${returnId(other.id)}`,
          atMs: Date.parse(iso(other.requestedMs)),
          content: { id: returnId(other.id) },
        }));
      return {
        caseId,
        events: order.events
          .filter((event) => event.returnId === item.id)
          .flatMap((event) => eventOf(order, parsed, event))
          .sort(compareEvents),
        records: [
          { model: "Return", recordId: returnId(item.id), knownAtMs, content: readReturnRow({ id: returnId(item.id), order: node }) },
        ],
        related,
        linked: [],
      };
    },
  };
}

/** Returns of a sandbox shop as our copy would hold them after a first connection at its end. */
export function historiesOfReturns(given: Parameters<typeof shopSettings>[0]) {
  const settings = shopSettings(given);
  const sandbox = openSandbox(settings);
  const { historyOf } = returnsReader(sandbox);
  const histories = sandbox.departments.returns.state.returns.map((item) => historyOf(item, settings.untilMs));
  return { sandbox, histories, fromMs: startOf(settings), toMs: settings.untilMs };
}
