import { describe, expect, test } from "vitest";
import { playbooks } from "./index.ts";
import { carrierSelection } from "./carrier-selection/playbook.ts";
import type { Playbook } from "./define.ts";
import { inventorySync } from "./inventory-sync/playbook.ts";
import { orderExceptions } from "./order-exceptions/playbook.ts";
import { returns } from "./returns/playbook.ts";
import { supplierPo } from "./supplier-po/playbook.ts";
import { ticketRouting } from "./ticket-routing/playbook.ts";

/** "what: before -> after", as somebody reads it before saying yes. */
const told = (playbook: Playbook, kind: string, input: Readonly<Record<string, unknown>>): string[] =>
  (playbook.effects[kind]?.alters({ subject: { type: "record", id: "1" }, input }) ?? []).map(
    ({ what, before, after }) =>
      `${what}: ${before ?? "?"} -> ${typeof after === "string" ? after : `${after.amountMinor} ${after.currency}`}`,
  );

test.each(playbooks.flatMap(({ name, effects }) => Object.entries(effects).map(([kind, effect]) => ({ name, kind, effect }))))(
  "$name, $kind: what was decided before its input told what stood there does not stop the page",
  ({ effect }) => {
    expect(effect.alters({ subject: { type: "record", id: "1" }, input: {} }).every(({ what }) => what !== "")).toBe(true);
  },
);

describe("a change says from what to what", () => {
  test("of an order", () => {
    const was = { line1: "1 Elm Ave", line2: null, city: "Boston", region: "MA", postcode: "02118", country: "US" };
    const address = { ...was, line1: "1 Elm Avenue", line2: "Apt 3" };
    expect(told(orderExceptions, "set address", { address, was, source: "app" })).toEqual([
      "Shipping address: 1 Elm Ave, Boston, MA 02118, US -> 1 Elm Avenue, Apt 3, Boston, MA 02118, US",
    ]);
    const hold = { reason: "incorrect_address", notes: "no such street" };
    expect(told(orderExceptions, "release holds", { fulfilmentOrderId: "f", holdId: "h", was: hold })).toEqual([
      "The order: on hold, incorrect address: no such street -> released, so that it ships",
    ]);
    expect(told(orderExceptions, "cancel order", { reason: "FRAUD", note: "" })).toContain(
      "The payment: kept -> paid back the way it was paid",
    );
  });

  test("of a shipment", () => {
    const was = { carrier: "ups_walleted", service: "ups_ground" };
    expect(told(carrierSelection, "choose service", { carrier: "fedex", service: "fedex_2day", was })).toEqual([
      "Carrier and service: UPS ground, account UPS walleted -> FedEx 2day, account FedEx",
    ]);
    expect(told(carrierSelection, "choose service", { ...was, was: { carrier: null, service: null } })).toEqual([
      "Carrier and service: none chosen -> UPS ground, account UPS walleted",
    ]);
  });

  test("of a stock level", () => {
    const leaves = { aside: 2, counting: 5 };
    expect(told(inventorySync, "take off", { units: 3, leaves })).toEqual(["Put aside: 5 units -> 2 units"]);
    expect(told(inventorySync, "put on sale", { units: 3, leaves, atMost: 40 })).toEqual([
      "Put aside: 5 units -> 2 units",
      "On sale: ? -> 3 units more, to 40 at most",
    ]);
    expect(told(inventorySync, "send to recount", { units: 3, leaves })).toEqual([
      "Put aside: 5 units -> 2 units",
      "Being counted: 2 units -> 5 units",
    ]);
  });

  test("of a return", () => {
    expect(told(returns, "refund", { amount: { amountMinor: 2_550, currency: "USD" }, note: "" })).toEqual([
      "Paid back to the customer: nothing -> 2550 USD",
      "The customer: not told -> told by the shop",
    ]);
    expect(told(returns, "decline request", { reason: "FINAL_SALE", note: "", notifyCustomer: true })[0]).toBe(
      "The return: requested -> declined, reason given: final sale",
    );
  });

  test("of a purchase order", () => {
    const lines = [{ lineId: "7", expectedOn: "2026-02-10", sku: "TEE-M", was: "2026-02-03" }];
    expect(told(supplierPo, "set expected dates", { lines })).toEqual(["Expected day of TEE-M: 2026-02-03 -> 2026-02-10"]);
    expect(told(supplierPo, "write memo", { text: "Confirmed", was: "Call Ann" })).toEqual(["Memo: Call Ann -> Call Ann; Confirmed"]);
    expect(told(supplierPo, "ask by letter", { wants: "Please confirm." })).toEqual([
      "Letter to the supplier, with a reply page: not sent -> Please confirm.",
    ]);
  });

  test("of a ticket", () => {
    expect(told(ticketRouting, "assign group", { groupId: "9", group: "Fulfilment", was: "Support" })).toEqual([
      "Group: Support -> Fulfilment",
    ]);
    expect(told(ticketRouting, "set priority", { priority: "urgent", was: "normal" })).toEqual(["Priority: normal -> urgent"]);
    expect(told(ticketRouting, "merge", { intoTicketId: "35", note: "" })).toEqual([
      "The ticket: open -> closed, its messages in ticket 35",
    ]);
  });
});
