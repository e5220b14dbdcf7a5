import type { ShopAction } from "#server/sandbox/shop/act.ts";
import { ASK_TAG, WAITING_TAG } from "#server/sandbox/shop/desk.ts";
import type { Order } from "#server/sandbox/shop/order.ts";
import { decisionAfterReply, policyDecision } from "#server/sandbox/shop/policy.ts";
import { findOrder } from "#server/sandbox/shop/state.ts";
import type { ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { orderNumberOf } from "#server/sandbox/vendors/shopify/ids.ts";
import { merchantRules } from "#tests/automations/merchant-rules.ts";
import type { Climber } from "./climber.ts";

/** The outcome that a change at the shop carries out; null when it is none of the playbook's. */
function outcomeOf(action: ShopAction): string | null {
  if (action.kind === "release" || action.kind === "cancel") return action.kind;
  if (action.kind !== "add tags") return null;
  if (action.tags.includes(ASK_TAG)) return "ask customer";
  return action.tags.includes(WAITING_TAG) ? "wait for stock" : null;
}

/** What the policy wants of an order just before an instant. */
export function wanted(settings: Parameters<typeof decisionAfterReply>[0], order: Order, atMs: number): string {
  const before = order.events.filter((event) => event.atMs < atMs);
  const since = before.slice(before.findLastIndex(({ action }) => action === "fulfillment_hold_added") + 1);
  if (since.some(({ action }) => action === "shipping_address_updated")) return "release";
  if (since.some(({ action, detail }) => action === "tag_added" && detail.split(", ").includes(WAITING_TAG))) return "release";
  const asked = since.findLastIndex(({ action, actor }) => action === "mail_sent" && actor.kind !== "system");
  if (asked < 0) return policyDecision(order);
  const replied = since.slice(asked).some(({ action, actor }) => action === "note_updated" && actor.kind === "app");
  return decisionAfterReply(settings, order, replied);
}

/**
 * Touches that the playbook may take over: all but corrected addresses, which it leaves to people, and the release by whoever has just
 * corrected one, in the same sitting.
 */
export function mayBeTakenOver(touches: ShopTruth["touches"]): ShopTruth["touches"] {
  const last = new Map<number, string>();
  return touches.filter(({ orderNumber, activity, staffId }) => {
    const before = last.get(orderNumber);
    last.set(orderNumber, `${activity} by ${staffId}`);
    return activity !== "fix address" && !(activity === "release hold" && before === `fix address by ${staffId}`);
  });
}

export const orderExceptionsClimb: Climber = {
  playbook: "order-exceptions",
  vendors: ["shopify"],
  shop: { seed: "climb-orders", profile: "strict", days: 7, ordersPerDay: 500 },
  pace: { everyMinutes: { before: 15, auto: 1 }, autoDays: 5 }, // Webhooks bring word within the minute.
  syncs: { withNews: { shopify: ["orders", "order-events", "fulfilment-orders"] }, hourly: {} },
  rules: merchantRules,
  watch(sandbox) {
    let news = true;
    sandbox.onNotice(({ topic }) => {
      if (topic === "fulfillment_orders/placed_on_hold") news = true;
    });
    return () => {
      const had = news;
      news = false;
      return had;
    };
  },
  isRight({ shop }, { caseId, outcome }) {
    const order = findOrder(shop.state, orderNumberOf(caseId.replace("order:", ""), "Order") ?? 0);
    return order !== undefined && outcome === wanted(shop.state.settings, order, shop.state.nowMs + 1);
  },
  isRightChange({ shop }, entry) {
    if (entry.kind !== "action") return null;
    const order = findOrder(shop.state, entry.action.orderNumber);
    const did = outcomeOf(entry.action);
    return order !== undefined && did === wanted(shop.state.settings, order, entry.atMs);
  },
  touches: ({ touches }) => mayBeTakenOver(touches),
};
