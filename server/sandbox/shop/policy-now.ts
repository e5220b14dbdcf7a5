import { DAY_MS } from "../calendar.ts";
import { WAITING_TAG } from "./desk.ts";
import { decisionAfterReply, policyDecision } from "./policy.ts";
import type { Order } from "./order.ts";
import type { StaffDecision } from "./policy.ts";
import type { ShopSettings } from "./settings.ts";

/**
 * What the policy wants of an order just before a moment, by what has come of its newest hold: the address was corrected, the customer
 * was asked and has answered or not, the stock it waits for is due.
 */
export function policyNow(settings: ShopSettings, order: Order, atMs: number): StaffDecision {
  const before = order.events.filter((event) => event.atMs < atMs);
  const since = before.slice(before.findLastIndex(({ action }) => action === "fulfillment_hold_added") + 1);
  if (since.some(({ action }) => action === "shipping_address_updated")) return "release";
  if (since.some(({ action, detail }) => action === "tag_added" && detail.split(", ").includes(WAITING_TAG)))
    return atMs >= stockDueMs(order) ? "release" : "wait for stock";
  const asked = since.findLastIndex(({ action, actor }) => action === "mail_sent" && actor.kind !== "system");
  if (asked < 0) return policyDecision(order);
  const replied = since.slice(asked).some(({ action, actor }) => action === "note_updated" && actor.kind === "app");
  return decisionAfterReply(settings, order, replied);
}

function stockDueMs({ exception, placedMs }: Order): number {
  return placedMs + (exception?.kind === "stock" ? exception.etaDays : 1) * DAY_MS;
}
