import { GraphQLError } from "graphql";
import { STOCK_PLANNERS } from "../../departments/inventory/people.ts";
import { RETURNS_DESK } from "../../departments/returns/people.ts";
import { BOT_ACCOUNT } from "../../shop/staff.ts";
import { DAY_MS } from "../../calendar.ts";
import { findOrder } from "../../shop/state.ts";
import { fulfillmentUpdatedMs } from "./context.ts";
import { fulfillmentOrderId, legacyOrderId, orderNumberOf, parseGid } from "./ids.ts";
import { pageOf, shortened } from "./paging.ts";
import { financialStatusOf, returnStatusOf } from "./return-status.ts";
import { READ_FULFILLMENT, hasScope, requireScope } from "./scopes.ts";
import { lowerBound, matcherOf, parseSearch } from "./search-query.ts";
import type { Order, TimelineEvent } from "../../shop/order.ts";
import type { StaffAccount } from "../../shop/staff.ts";
import type { Context, FulfillmentOrder } from "./context.ts";
import type { Page, PageArguments, SortedList } from "./paging.ts";
import type { FieldValues } from "./search-query.ts";

/** What the vendor's searchable lists take. */
export interface SearchArguments extends PageArguments {
  query?: string | null;
  sortKey?: string | null;
  includeClosed?: boolean | null;
}

const DAYS_VISIBLE = 60; // orders older than this need read_all_orders

export function isVisible(order: Order, context: Context): boolean {
  return hasScope(context.scopes, "read_all_orders") || order.placedMs >= context.sandbox.shop.state.nowMs - DAYS_VISIBLE * DAY_MS;
}

export function fulfillmentStatusOf(order: Order): string {
  return order.fulfilment === "CLOSED" ? "FULFILLED" : order.fulfilment === "ON_HOLD" ? "ON_HOLD" : "UNFULFILLED";
}

export const orderFields = (context: Context): FieldValues<Order> => ({
  id: ({ number }) => legacyOrderId(number),
  name: ({ number }) => `#${number}`,
  created_at: ({ placedMs }) => placedMs,
  processed_at: ({ placedMs }) => placedMs,
  updated_at: ({ updatedMs }) => updatedMs,
  cancelled_at: ({ cancelled }) => cancelled?.atMs ?? null,
  tag: ({ tags }) => tags,
  status: ({ closedMs, cancelled }) => (cancelled ? ["cancelled", "any"] : closedMs === null ? ["open", "any"] : ["closed", "any"]),
  financial_status: (order) => financialStatusOf(context, order),
  return_status: (order) => returnStatusOf(context, order).toLowerCase(),
  fulfillment_status: (order) =>
    fulfillmentStatusOf(order) === "FULFILLED" ? ["shipped", "fulfilled"] : [fulfillmentStatusOf(order).toLowerCase(), "unshipped"],
  risk_level: ({ riskLevel }) => riskLevel,
  source_name: ({ channel }) => sourceNameOf(channel),
  customer_id: ({ customerId }) => customerId,
  test: () => false,
});

const FULFILLMENT_FIELDS: FieldValues<FulfillmentOrder> = {
  id: ({ ofOrder }) => Number(fulfillmentOrderId(ofOrder.number).split("/").at(-1)),
  updated_at: ({ ofOrder }) => fulfillmentUpdatedMs(ofOrder),
  created_at: ({ ofOrder }) => ofOrder.placedMs,
  status: ({ ofOrder }) => ofOrder.fulfilment,
};

export const EVENT_FIELDS: FieldValues<TimelineEvent> = {
  id: ({ id }) => id,
  created_at: ({ atMs }) => atMs,
  action: ({ action }) => action,
  subject_type: () => "ORDER",
  subject_id: ({ orderNumber }) => legacyOrderId(orderNumber),
};

export function sourceNameOf(channel: string): string {
  return channel === "Online Store" ? "web" : channel === "Point of Sale" ? "pos" : "shop_app";
}

export function page<T>(context: Context, list: SortedList<T>, args: PageArguments, matches: (item: T) => boolean, startAt = 0): Page<T> {
  if (args.after && context.sandbox.faults.take("cursor expired"))
    throw new GraphQLError("Invalid cursor for current pagination sort.", { extensions: { code: "BAD_REQUEST" } });
  const whole = pageOf(list, args, matches, startAt);
  return context.cutsPages && whole.nodes.length > 1 ? shortened(whole) : whole;
}

/** Index of the first entry at or above the bounds, both of which ascend with the id. */
export function firstEvent(events: readonly TimelineEvent[], minId: number, minMs: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    if (event && (event.id < minId || event.atMs < minMs)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A comment is left out only when the query says comments:false. */
export function eventsPage(context: Context, list: SortedList<TimelineEvent>, args: SearchArguments): Page<TimelineEvent> {
  const search = parseSearch(args.query ?? "");
  const matches = matcherOf<TimelineEvent>(search, {
    ...EVENT_FIELDS,
    comments: ({ isComment }) => (isComment ? "true" : ["true", "false"]),
  });
  return page(context, list, args, matches, firstEvent(list.items, lowerBound(search, "id"), lowerBound(search, "created_at")));
}

export function ordersPage(context: Context, args: SearchArguments, also: (order: Order) => boolean): Page<Order> {
  requireScope(context.scopes, "orders", "read_orders");
  const by =
    args.sortKey === "UPDATED_AT"
      ? "updated"
      : args.sortKey === "ID" || args.sortKey === "ORDER_NUMBER"
        ? "id"
        : args.sortKey === "TOTAL_PRICE"
          ? "total"
          : "placed";
  const matches = matcherOf(parseSearch(args.query ?? ""), orderFields(context));
  return page(context, context.lists.orders(by), args, (order) => isVisible(order, context) && also(order) && matches(order));
}

export function fulfillmentPage(
  context: Context,
  args: SearchArguments,
  also: (order: FulfillmentOrder) => boolean,
): Page<FulfillmentOrder> {
  requireScope(context.scopes, "fulfillmentOrders", ...READ_FULFILLMENT);
  const matches = matcherOf(parseSearch(args.query ?? ""), FULFILLMENT_FIELDS);
  return page(
    context,
    context.lists.fulfillmentOrders(args.sortKey === "UPDATED_AT" ? "updated" : "id"),
    args,
    (item) => also(item) && isVisible(item.ofOrder, context) && matches(item),
  );
}

export function whole<T>(context: Context, items: readonly T[], args: PageArguments): Page<T> {
  return page(context, { items, keyOf: (item) => ({ value: items.indexOf(item), id: 0 }) }, args, () => true);
}

export function orderOf(context: Context, id: string): Order | null {
  const number = orderNumberOf(id, "Order");
  const order = number === null ? undefined : findOrder(context.sandbox.shop.state, number);
  return order && isVisible(order, context) ? order : null;
}

export function fulfillmentOrderOf(context: Context, id: string): FulfillmentOrder | null {
  const number = orderNumberOf(id, "FulfillmentOrder");
  const order = number === null ? undefined : findOrder(context.sandbox.shop.state, number);
  return order && isVisible(order, context) ? context.lists.fulfillmentOrderOf(order) : null;
}

export function eventOf(context: Context, id: string): TimelineEvent | null {
  const { events, firstEventId } = context.sandbox.shop.state;
  return events[(parseGid(id)?.number ?? 0) - firstEventId] ?? null;
}

export function accounts(context: Context): StaffAccount[] {
  return [...context.sandbox.shop.state.staff, ...RETURNS_DESK, ...STOCK_PLANNERS, BOT_ACCOUNT].sort((a, b) => a.id - b.id);
}
