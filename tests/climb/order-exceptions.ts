import { isDeepStrictEqual } from "node:util";
import type { ShopAction } from "#server/sandbox/shop/act.ts";
import { ASK_TAG, WAITING_TAG } from "#server/sandbox/shop/desk.ts";
import type { Order } from "#server/sandbox/shop/order.ts";
import { policyNow } from "#server/sandbox/shop/policy-now.ts";
import { rightAddress } from "#server/sandbox/shop/right-address.ts";
import { findOrder, type ShopState } from "#server/sandbox/shop/state.ts";
import { orderNumberOf } from "#server/sandbox/vendors/shopify/ids.ts";
import { merchantRules } from "#tests/automations/merchant-rules.ts";
import type { Climber } from "./climber.ts";

/** The outcome that a change at the shop carries out; null when it is none of the playbook's. */
function outcomeOf(action: ShopAction): string | null {
  if (action.kind === "release" || action.kind === "cancel") return action.kind;
  if (action.kind === "update" && action.address !== null) return "fix address";
  if (action.kind !== "add tags") return null;
  if (action.tags.includes(ASK_TAG)) return "ask customer";
  return action.tags.includes(WAITING_TAG) ? "wait for stock" : null;
}

/** Whether a change at the shop is what the policy wants of the order just before it; a corrected address has to be the right one. */
export function isWanted(state: ShopState, order: Order, action: ShopAction, atMs: number): boolean {
  if (outcomeOf(action) !== policyNow(state.settings, order, atMs)) return false;
  return action.kind !== "update" || action.address === null || isDeepStrictEqual(action.address, rightAddress(state, order));
}

/** What asks for a decision on an order that is held already: an address was corrected, or the customer's reply stands in the note. */
const ASKS_ANEW: ReadonlySet<string> = new Set(["shipping_address_updated", "note_updated"]);

export const orderExceptionsClimb: Climber = {
  playbook: "order-exceptions",
  vendors: ["shopify"],
  shop: { seed: "climb-orders", profile: "strict", days: 5, ordersPerDay: 1_000 },
  pace: { everyMinutes: { before: 15, auto: 1 }, autoDays: 3 }, // Webhooks bring word within the minute.
  syncs: { withNews: { shopify: ["orders", "order-events", "fulfilment-orders"] }, hourly: {} },
  rules: merchantRules,
  watch(sandbox) {
    let news = true;
    sandbox.onNotice(({ topic, orderNumber }) => {
      if (topic === "fulfillment_orders/placed_on_hold") news = true;
      const order = topic === "orders/updated" ? findOrder(sandbox.shop.state, orderNumber) : undefined;
      if (order?.fulfilment === "ON_HOLD" && ASKS_ANEW.has(order.events.at(-1)?.action ?? "")) news = true;
    });
    return () => {
      const had = news;
      news = false;
      return had;
    };
  },
  isRight({ shop }, { caseId, outcome }) {
    const order = findOrder(shop.state, orderNumberOf(caseId.replace("order:", ""), "Order") ?? 0);
    return order !== undefined && outcome === policyNow(shop.state.settings, order, shop.state.nowMs + 1);
  },
  isRightChange({ shop }, entry) {
    if (entry.kind !== "action") return null;
    const order = findOrder(shop.state, entry.action.orderNumber);
    return order !== undefined && isWanted(shop.state, order, entry.action, entry.atMs);
  },
  touches: ({ touches }) => touches,
};
