import { escapeHtml } from "../kit/escape-html.ts";
import { unreachable } from "../../unreachable.ts";
import { nameOf } from "../../shop/staff.ts";
import type { Actor, TimelineEvent } from "../../shop/order.ts";

/** How the vendor attributes a change. A staff edit in its admin sets both flags; what the vendor does by itself sets none. */
export interface Attribution {
  attributeToApp: boolean;
  attributeToUser: boolean;
  appTitle: string | null;
  author: string | null;
}

export function attributionOf(actor: Actor, showsStaff: boolean): Attribution {
  switch (actor.kind) {
    case "staff":
      return { attributeToApp: true, attributeToUser: true, appTitle: "Shopify Web", author: showsStaff ? nameOf(actor.account) : null };
    case "app":
    case "rule":
      return { attributeToApp: true, attributeToUser: false, appTitle: actor.title, author: actor.title };
    case "customer":
      return { attributeToApp: true, attributeToUser: false, appTitle: actor.channel, author: actor.channel };
    case "system":
      return { attributeToApp: false, attributeToUser: false, appTitle: null, author: "Shopify" };
  }
  return unreachable();
}

const SENTENCES: Readonly<Record<string, string>> = {
  placed: "placed this order",
  confirmed: "confirmed this order",
  mail_sent: "sent an e-mail to the customer",
  fulfillment_hold_added: "put the fulfillment on hold",
  fulfillment_hold_released: "released the hold",
  shipping_address_updated: "changed the shipping address",
  tag_added: "added tags",
  tag_removed: "removed tags",
  note_created: "added a note",
  note_updated: "changed the note",
  cancelled: "cancelled this order",
  fulfillment_success: "fulfilled the items",
  closed: "archived this order",
  return_requested: "asked for a return",
  return_approved: "approved the return",
  return_declined: "declined the return",
  refund_created: "refunded the order",
  restock_line_items: "restocked the items",
  return_items_written_off: "did not restock the items",
};

/** The human sentence of a timeline entry, escaped for HTML as the vendor's FormattedString is. */
export function messageOf(event: TimelineEvent, showsStaff: boolean): string {
  if (event.isComment) return escapeHtml(event.detail);
  const who = attributionOf(event.actor, showsStaff).author ?? "A staff member";
  return escapeHtml(
    `${who} ${SENTENCES[event.action] ?? event.action.replaceAll("_", " ")}${event.detail === "" ? "" : `: ${event.detail}`}.`,
  );
}
