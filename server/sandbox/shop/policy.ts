import { drawsFor } from "./settings.ts";
import { unreachable } from "../unreachable.ts";
import type { ShopSettings } from "./settings.ts";
import type { CancelReason, ExceptionFacts, Order } from "./order.ts";
import type { StaffMember } from "./staff.ts";

/**
 * How the staff decide. The rules are hidden from the product (it has to find them in the timeline), but
 * read only what the timeline showed when the decision was made: tags, totals, risk, earlier orders.
 */
export type StaffDecision = "release" | "fix address" | "ask customer" | "cancel" | "wait for stock";

const DECISIONS: Record<ExceptionFacts["kind"], readonly [StaffDecision, ...StaffDecision[]]> = {
  address: ["release", "fix address", "ask customer"],
  risk: ["release", "ask customer", "cancel"],
  stock: ["wait for stock", "ask customer", "cancel"],
  duplicate: ["release", "cancel"],
};

const EARLY_TWIN_MINUTES = 30;
const SMALL_PARCEL_MINOR = 8000;
const SMALL_RISK_MINOR = 15_000;
const LARGE_RISK_MINOR = 25_000;
const WORTH_ASKING_MINOR = 12_000;
const SHORT_WAIT_DAYS = 3;

/** What the policy says. An order without an exception is released. */
export function policyDecision(order: Pick<Order, "exception" | "totalMinor" | "ordersBefore">): StaffDecision {
  const { exception, totalMinor, ordersBefore } = order;
  if (!exception) return "release";
  switch (exception.kind) {
    case "address":
      if (exception.issue === "missing_unit") return ordersBefore >= 1 || totalMinor < SMALL_PARCEL_MINOR ? "release" : "ask customer";
      return exception.issue === "unknown_street" ? "ask customer" : "fix address";
    case "risk":
      if (exception.level === "HIGH") return totalMinor >= LARGE_RISK_MINOR ? "cancel" : "ask customer";
      return ordersBefore >= 1 || totalMinor < SMALL_RISK_MINOR ? "release" : "ask customer";
    case "stock":
      if (exception.etaDays <= SHORT_WAIT_DAYS) return "wait for stock";
      return totalMinor >= WORTH_ASKING_MINOR ? "ask customer" : "cancel";
    case "duplicate":
      return exception.sameItems && exception.minutesApart <= EARLY_TWIN_MINUTES ? "cancel" : "release";
  }
  return unreachable();
}

/** What this person does about it: the policy's decision, an error, or the habit of asking first. */
export function decisionOf(settings: ShopSettings, order: Order, person: StaffMember): StaffDecision {
  const intended = policyDecision(order);
  if (!order.exception) return intended;
  const random = drawsFor(settings, "decision", order.number);
  const options = DECISIONS[order.exception.kind];
  if (random.chance(settings.profile.errorRate)) return random.pick(options);
  const asksAnyway = person.asksTooOften && options.includes("ask customer") && random.chance(settings.profile.errorRate);
  return asksAnyway ? "ask customer" : intended;
}

/** What is done once the customer has answered (or has not, after two days). */
export function decisionAfterReply(settings: ShopSettings, order: Order, replied: boolean): StaffDecision {
  const random = drawsFor(settings, "after reply", order.number);
  switch (order.exception?.kind) {
    case "address":
      return replied ? "fix address" : "cancel";
    case "risk":
      return replied && random.chance(0.8) ? "release" : "cancel";
    case "stock":
      return !replied || random.chance(0.6) ? "wait for stock" : "cancel";
    case "duplicate":
    case undefined:
      return "release";
  }
  return unreachable();
}

export function cancelReasonOf(order: Order): CancelReason {
  switch (order.exception?.kind) {
    case "risk":
      return "FRAUD";
    case "stock":
      return "INVENTORY";
    case "address":
    case "duplicate":
      return "CUSTOMER";
    case undefined:
      return "OTHER";
  }
  return unreachable();
}
