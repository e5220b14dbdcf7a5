import type { AppActor } from "../../shop/act.ts";
import type { Order, TimelineEvent } from "../../shop/order.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { SortedList } from "./paging.ts";
import type { Subscriptions } from "./webhooks.ts";

/** A fulfilment order: in this shop every order has exactly one. */
export interface FulfillmentOrder {
  ofOrder: Order;
}

/** What a resolver knows of the request. */
export interface Context {
  sandbox: Sandbox;
  lists: Lists;
  subscriptions: Subscriptions;
  app: AppActor;
  scopes: ReadonlySet<string>;
  /** True for the one request that the fault "short page" hits. */
  cutsPages: boolean;
}

/** The shop's lists in the orders that the vendor sorts by, worked out again only after a change. */
export interface Lists {
  orders(by: "placed" | "updated" | "id" | "total"): SortedList<Order>;
  fulfillmentOrders(by: "updated" | "id"): SortedList<FulfillmentOrder>;
  events(): SortedList<TimelineEvent>;
  fulfillmentOrderOf(order: Order): FulfillmentOrder;
}

const FULFILLMENT_ACTIONS: ReadonlySet<string> = new Set([
  "placed",
  "fulfillment_hold_added",
  "fulfillment_hold_released",
  "cancelled",
  "fulfillment_success",
  "shipping_address_updated",
]);

/** When the fulfilment order changed last: a tag or a note does not count. */
export function fulfillmentUpdatedMs(order: Order): number {
  return order.events.findLast(({ action }) => FULFILLMENT_ACTIONS.has(action))?.atMs ?? order.placedMs;
}

export function createLists(sandbox: Sandbox): Lists {
  const { state } = sandbox.shop;
  const wrappers = new WeakMap<Order, FulfillmentOrder>();

  function fulfillmentOrderOf(order: Order): FulfillmentOrder {
    const known = wrappers.get(order);
    if (known) return known;
    const made = { ofOrder: order };
    wrappers.set(order, made);
    return made;
  }

  function sorted<T>(all: readonly T[], keyOf: (item: T) => { value: number; id: number }): SortedList<T> {
    const keyed = all.map((item) => ({ item, key: keyOf(item) }));
    keyed.sort((a, b) => a.key.value - b.key.value || a.key.id - b.key.id);
    return { items: keyed.map(({ item }) => item), keyOf };
  }

  const orderLists = {
    placed: memo(() => sorted(state.orders, (order) => ({ value: order.placedMs, id: order.number }))),
    updated: memo(() => sorted(state.orders, (order) => ({ value: order.updatedMs, id: order.number }))),
    id: memo(() => sorted(state.orders, (order) => ({ value: order.number, id: order.number }))),
    total: memo(() => sorted(state.orders, (order) => ({ value: order.totalMinor, id: order.number }))),
  };
  const fulfillmentLists = {
    updated: memo(() =>
      sorted(state.orders.map(fulfillmentOrderOf), ({ ofOrder }) => ({ value: fulfillmentUpdatedMs(ofOrder), id: ofOrder.number })),
    ),
    id: memo(() => sorted(state.orders.map(fulfillmentOrderOf), ({ ofOrder }) => ({ value: ofOrder.number, id: ofOrder.number }))),
  };

  function memo<T>(make: () => SortedList<T>): () => SortedList<T> {
    let made: { revision: number; list: SortedList<T> } | null = null;
    return () => {
      if (made?.revision !== state.revision) made = { revision: state.revision, list: make() };
      return made.list;
    };
  }

  return {
    orders: (by) => orderLists[by](),
    fulfillmentOrders: (by) => fulfillmentLists[by](),
    events: () => ({ items: state.events, keyOf: ({ id }) => ({ value: id, id }) }),
    fulfillmentOrderOf,
  };
}
