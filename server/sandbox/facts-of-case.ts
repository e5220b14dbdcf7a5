import type { Ticket } from "./departments/helpdesk/ticket.ts";
import type { Order } from "./shop/order.ts";
import { unreachable } from "./unreachable.ts";
import type { Facts } from "./workflows/workflow.ts";

const UNTOUCHED = { "address changed": "no", "customer asked": "no", "customer answered": "no" } as const;

/** What an order's page shows in addition once something was done to it. */
export function factsAfter({ activity }: { activity: string }): Facts {
  if (activity === "fix address") return { "address changed": "yes" };
  if (activity === "ask customer") return { "customer asked": "yes" };
  return activity === "note reply" ? { "customer answered": "yes" } : {};
}

/** What the shop's pages show of an order when somebody decides about it, in the words of the shop. */
export function factsOfOrder({ exception, totalMinor, ordersBefore }: Order): Facts {
  return { ...UNTOUCHED, "order total": totalMinor / 100, "earlier orders": ordersBefore, ...factsOfException(exception) };
}

function factsOfException(exception: Order["exception"]): Facts {
  if (exception === null) return {};
  switch (exception.kind) {
    case "address":
      return { problem: "address", "address problem": exception.issue.replaceAll("_", " ") };
    case "risk":
      return { problem: "fraud risk", "fraud risk": exception.level.toLowerCase() };
    case "stock":
      return { problem: "out of stock", "days until stock": exception.etaDays };
    case "duplicate":
      return { problem: "placed twice", "same items": exception.sameItems ? "yes" : "no", "minutes apart": exception.minutesApart };
  }
  return unreachable();
}

/** What a ticket shows when somebody decides where it goes. */
export const factsOfTicket = ({ topic, language, isVip, orderValueMinor, isShipped, daysSinceOrder }: Ticket): Facts => ({
  topic,
  language,
  "important customer": isVip ? "yes" : "no",
  "order total": orderValueMinor / 100,
  shipped: isShipped ? "yes" : "no",
  "days since order": daysSinceOrder,
});
