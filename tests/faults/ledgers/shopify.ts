import type { Refund, ReturnCase } from "#server/sandbox/departments/returns/return-case.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import { fulfillmentUpdatedMs } from "#server/sandbox/vendors/shopify/context.ts";
import { fulfillmentOrderId, gid, lineItemId, orderId, returnId } from "#server/sandbox/vendors/shopify/ids.ts";
import { HOSTILE } from "../drift.ts";
import { heldText, iso, isoOrNull, line, type Held, type HeldEvent, type EventLedger, type Ledger, type RecordLedger } from "./ledger.ts";

const ORDERS: RecordLedger = {
  name: "orders",
  model: "Order",
  there: ({ shop }, { hostile }) =>
    shop.state.orders.map((order) =>
      line(
        orderId(order.number),
        `#${order.number}`,
        iso(order.placedMs),
        iso(order.updatedMs),
        isoOrNull(order.cancelled?.atMs ?? null),
        order.cancelled?.reason.toLowerCase() ?? null,
        isoOrNull(order.closedMs),
        order.tags.toSorted(),
        hostile.has(orderId(order.number)) ? heldText(HOSTILE) : order.note,
        order.totalMinor,
        order.riskLevel.toLowerCase(),
        gid("Customer", order.customerId),
        order.address.address1,
        order.address.address2,
        order.address.city,
        order.address.zip,
        order.lines.map(({ sku, quantity, unitPriceMinor }) => [sku, quantity, unitPriceMinor]),
      ),
    ),
  here: (order) =>
    line(
      order.id,
      order.number,
      order.placedAt,
      order.updatedAt,
      order.cancelledAt,
      order.cancelReason,
      order.closedAt,
      order.tags,
      order.note,
      order.totalAtPlacing?.amountMinor,
      order.risk?.level,
      order.customerId,
      order.shipTo?.line1,
      order.shipTo?.line2,
      order.shipTo?.city,
      order.shipTo?.postcode,
      order.lines.map((one: { sku: string; quantity: number; unitPrice: { amountMinor: number } }) => [
        one.sku,
        one.quantity,
        one.unitPrice.amountMinor,
      ]),
    ),
};

const FULFILMENT_ORDERS: RecordLedger = {
  name: "fulfilment orders",
  model: "FulfilmentOrder",
  there: ({ shop }) =>
    shop.state.orders.map((order) =>
      line(
        fulfillmentOrderId(order.number),
        orderId(order.number),
        order.fulfilment.toLowerCase(),
        iso(order.placedMs),
        iso(fulfillmentUpdatedMs(order)),
        order.holds.map(({ reason, notes, handle }) => line(reason.toLowerCase(), notes, handle)).toSorted(),
      ),
    ),
  here: (one) =>
    line(
      one.id,
      one.orderId,
      one.state,
      one.createdAt,
      one.updatedAt,
      one.holds
        .map(({ reason, notes, handle }: { reason: string; notes: string; handle: string | null }) => line(reason, notes, handle))
        .toSorted(),
    ),
};

const RETURNS: RecordLedger = {
  name: "returns",
  model: "Return",
  there: (sandbox) =>
    sandbox.departments.returns.state.returns.map((item) => {
      const order = sandbox.shop.state.orders.find(({ number }) => number === item.orderNumber);
      const refunds = refundsOf(sandbox, item);
      const disposed = (...types: string[]) =>
        item.dispositions.filter(({ type }) => types.includes(type)).reduce((sum, { quantity }) => sum + quantity, 0);
      return line(
        returnId(item.id),
        item.name,
        orderId(item.orderNumber),
        iso(order?.placedMs ?? 0),
        iso(order?.updatedMs ?? 0),
        gid("Customer", order?.customerId ?? 0),
        iso(item.requestedMs),
        item.status.toLowerCase(),
        isoOrNull(item.approvedMs),
        isoOrNull(item.closedMs),
        item.decline?.reason.toLowerCase() ?? null,
        item.valueMinor,
        refunds.length === 0 ? null : refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
        [
          lineItemId(item.orderNumber, item.lineIndex),
          item.sku,
          item.quantity,
          item.reason,
          item.note || null,
          Math.min(item.quantity, piecesOf(refunds, item.lineIndex)),
          disposed("RESTOCKED"),
          disposed("NOT_RESTOCKED", "MISSING"),
        ],
      );
    }),
  here: (one) => {
    const [item] = one.lines;
    return line(
      one.id,
      one.number,
      one.orderId,
      one.orderPlacedAt,
      one.updatedAt,
      one.customerId,
      one.requestedAt,
      one.state,
      one.approvedAt,
      one.closedAt,
      one.declineReason,
      one.value?.amountMinor,
      one.refunded?.amountMinor ?? null,
      one.lines.length === 1
        ? [
            item.orderLineId,
            item.sku,
            item.quantity,
            item.reason,
            item.note,
            item.refundedQuantity,
            item.restockedQuantity,
            item.writtenOffQuantity,
          ]
        : one.lines,
    );
  },
};

const piecesOf = (refunds: readonly Refund[], lineIndex: number): number =>
  refunds
    .flatMap(({ lines }) => lines)
    .filter((one) => one.lineIndex === lineIndex)
    .reduce((sum, { quantity }) => sum + quantity, 0);

/** Paid back in the return's page, with its name in the note, or for its line while it was the newest return of it. */
function refundsOf({ departments }: Sandbox, item: ReturnCase): Refund[] {
  const { returns, refunds } = departments.returns.state;
  const siblings = returns.filter(({ orderNumber }) => orderNumber === item.orderNumber);
  return refunds
    .filter(({ orderNumber }) => orderNumber === item.orderNumber)
    .filter(({ returnId: page, note, lines, atMs }) => {
      if (page !== null) return page === item.id;
      const named = siblings.find(({ name }) => note?.includes(name));
      if (named) return named.id === item.id;
      const newest = siblings.filter((one) => one.requestedMs <= atMs && lines.some(({ lineIndex }) => lineIndex === one.lineIndex)).at(-1);
      return newest?.id === item.id;
    });
}

/** What is done about a return is a step of the return, and stands on the time line of its order. */
const TIMELINE: EventLedger = {
  name: "entries of timelines",
  isOf: ({ id }) => id.startsWith("gid://shopify/"),
  there: ({ shop }) =>
    shop.state.events.map((event) =>
      line(
        `gid://shopify/${event.isComment ? "Comment" : "Basic"}Event/${event.id}`,
        event.action,
        iso(event.atMs),
        event.actor.kind === "staff",
        orderId(event.orderNumber),
      ),
    ),
  here: (event, held) => line(event.id, event.action, event.at.toISOString(), event.kind === "person", orderBehind(event, held)),
};

function orderBehind({ caseId }: HeldEvent, { recordsOf }: Held): string {
  const id = caseId.slice(caseId.indexOf(":") + 1);
  return caseId.startsWith("return:") ? recordsOf("Return").find((one) => one.id === id)?.orderId : id;
}

export const SHOPIFY: readonly Ledger[] = [ORDERS, FULFILMENT_ORDERS, RETURNS, TIMELINE];
