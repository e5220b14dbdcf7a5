import * as z from "zod";
import type { CaseHistory, Facts } from "#server/domain/automations/case-history.ts";
import { valueWords } from "#server/domain/decisions/value-words.ts";
import type { EffectKind, Plan, PlannedEffect } from "../define.ts";
import { onlyOwnRecord } from "../only-own-record.ts";
import { addressWords, correctedAddress, isSamePlace, placeOf } from "./corrected-address.ts";
import { ASK_TAG, isBehind, sourceIn, standingAt, WAITING_TAG } from "./facts.ts";
import { FulfilmentOrderSeen, OrderNow, OrderSeen, Place } from "./records.ts";

type Decisive = Pick<OrderSeen, "shipTo" | "cancelledAt" | "closedAt" | "tags">;

/** Everything of an order that a decision about it rests on. A field that is not named may change without harm. */
export function fingerprint(order: Decisive, parts: readonly FulfilmentOrderSeen[]): string {
  const { shipTo, cancelledAt, closedAt, tags } = order;
  const holds = parts.flatMap(({ id, holds: own }) => own.map(({ reason, notes }) => `${id} ${reason} ${notes ?? ""}`)).sort();
  return JSON.stringify({
    tags: tags.toSorted(),
    shipTo: shipTo && Object.entries(shipTo).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    cancelledAt,
    closedAt,
    holds,
  });
}

export function fingerprintNow(seen: unknown): string {
  const { order, fulfilmentOrders } = OrderNow.parse(seen);
  return fingerprint(order, fulfilmentOrders);
}

const CANCEL_REASON: Readonly<Record<string, string>> = {
  high_risk_of_fraud: "FRAUD",
  inventory_out_of_stock: "INVENTORY",
  incorrect_address: "CUSTOMER",
};

/** What an outcome changes; null while our copy does not show the hold that the time line tells of. */
export function plan({
  outcome,
  reason,
  history,
  facts,
}: {
  outcome: string;
  reason: string;
  history: CaseHistory;
  facts: Facts;
}): Plan | null {
  const order = newest(history, "Order", OrderSeen);
  if (!order) return null;
  const parts = partsOf(history);
  const held = parts.filter(({ holds }) => holds.length > 0);
  if (held.length === 0) return null;
  const money = order.totalAtPlacing;
  const rest = {
    riskMinor: money?.amountMinor ?? null,
    currency: money?.currency ?? null,
    fingerprint: fingerprint(order, parts),
  };
  const source = sourceIn(facts["situation"]?.value);
  // What is said of the address may decide, and our copy is too old to show it: the next landing brings it.
  if (source !== null && isBehind(standingAt(history, Number.POSITIVE_INFINITY), source, order)) return null;
  if (outcome !== "fix address") return { ...rest, effects: effectsOf(outcome, order, held, reason, facts) };
  const address = source && correctedAddress(order, source);
  if (!address || !order.shipTo) return { ...rest, effects: [], needsPerson: `${reason} ${NO_ADDRESS}` };
  const input = { address, was: placeOf(order.shipTo), source };
  return { ...rest, effects: [{ kind: "set address", subject: { type: "order", id: order.id }, input }] };
}

const NO_ADDRESS = "No single right address is said, neither by the address check nor by the customer.";

function effectsOf(outcome: string, order: OrderSeen, held: readonly FulfilmentOrderSeen[], reason: string, facts: Facts): PlannedEffect[] {
  const subject = { type: "order", id: order.id };
  switch (outcome) {
    case "release":
      // One effect a hold, so that taking it back brings back each with its own reason and note.
      return held.flatMap(({ id, holds }) =>
        holds.map((hold) => ({
          kind: "release holds",
          subject,
          input: { fulfilmentOrderId: id, holdId: hold.id, was: { reason: hold.reason, notes: hold.notes } },
        })),
      );
    case "wait for stock":
      return [{ kind: "add tag", subject, input: { tag: WAITING_TAG } }];
    case "ask customer":
      return [{ kind: "ask by tag", subject, input: { tag: ASK_TAG } }];
    case "cancel":
      return [
        {
          kind: "cancel order",
          subject,
          input: { reason: CANCEL_REASON[String(facts["holdReason"]?.value)] ?? "OTHER", note: reason.slice(0, 255) },
        },
      ];
    default:
      return [];
  }
}

function newest<T>(
  history: CaseHistory,
  model: string,
  schema: { safeParse: (value: unknown) => { data?: T | undefined } },
): T | undefined {
  return schema.safeParse(history.records.findLast((record) => record.model === model)?.content).data;
}

/** The newest version of each fulfilment order of the case. */
function partsOf({ records }: CaseHistory): FulfilmentOrderSeen[] {
  const byId = new Map<string, FulfilmentOrderSeen>();
  for (const { model, recordId, content } of records) {
    const part = model === "FulfilmentOrder" ? FulfilmentOrderSeen.safeParse(content).data : undefined;
    if (part) byId.set(recordId, part);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const look: EffectKind["look"] = ({ subject }) => ({ action: "read-order", input: { orderId: subject.id } });
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const CHANGED = "The order was changed after this was decided.";
const SAID_ANEW = "What is said of the right address was changed after this was decided.";
const AddressInput = z.object({ address: Place, was: Place, source: z.enum(["app", "customer"]).nullable() });

/** An order that is over is left alone, whatever was decided about it. */
function overBecause({ cancelledAt, closedAt }: OrderSeen): string | null {
  if (cancelledAt !== null) return "The order was cancelled meanwhile.";
  return closedAt === null ? null : "The order was shipped and closed meanwhile.";
}

const isChanged = (decided: string | null, seen: unknown): boolean => decided !== null && decided !== fingerprintNow(seen);

const HoldWas = z.object({ reason: z.string(), notes: z.string().nullable() });

/** "incorrect address: no such street" */
function holdWords(value: unknown): string | null {
  const hold = HoldWas.safeParse(value).data;
  if (!hold) return null;
  const reason = valueWords(hold.reason);
  return hold.notes ? `on hold, ${reason}: ${hold.notes}` : `on hold, ${reason}`;
}

const CANCELLED_FOR: Readonly<Record<string, string>> = {
  FRAUD: "the risk of fraud",
  INVENTORY: "goods that are not there",
  CUSTOMER: "the customer",
  OTHER: "another reason",
};

const kinds: Readonly<Record<string, EffectKind>> = {
  "release holds": {
    title: "Release the hold",
    alters: ({ input }) => [{ what: "The order", before: holdWords(input["was"]) ?? "on hold", after: "released, so that it ships" }],
    look,
    prepare({ subject, input, seen, decided }) {
      const { order, fulfilmentOrders } = OrderNow.parse(seen);
      const part = fulfilmentOrders.find(({ id }) => id === input["fulfilmentOrderId"]);
      if (!part) return { step: "refuse", why: "The fulfilment order is not there any more." };
      const [named, ours] = [text(input["holdId"]), text(input["handle"])];
      const holds = part.holds.filter(({ id, handle }) => (ours === "" ? id === named : handle === ours));
      if (holds.length === 0) return order.cancelledAt === null ? { step: "already done" } : { step: "refuse", why: overBecause(order)! };
      if (isChanged(decided, seen)) return { step: "refuse", why: overBecause(order) ?? CHANGED };
      const [first] = holds;
      return {
        step: "act",
        call: {
          action: "release-hold",
          input: { fulfilmentOrderId: part.id, holdIds: holds.map(({ id }) => id), expectedUpdatedAt: part.updatedAt },
        },
        inverse: {
          kind: "hold",
          subject,
          input: { fulfilmentOrderId: part.id, reason: (first?.reason ?? "other").toUpperCase(), notes: first?.notes ?? "" },
        },
      };
    },
  },
  hold: {
    title: "Hold again",
    alters: ({ input }) => [{ what: "The order", before: "released", after: holdWords(input) ?? "on hold" }],
    look,
    prepare({ subject, input, seen, decided, key }) {
      const { order, fulfilmentOrders } = OrderNow.parse(seen);
      const part = fulfilmentOrders.find(({ id }) => id === input["fulfilmentOrderId"]);
      if (!part) return { step: "refuse", why: "The fulfilment order is not there any more." };
      if (part.holds.some(({ handle }) => handle === key)) return { step: "already done" };
      const over = overBecause(order);
      if (over !== null || isChanged(decided, seen)) return { step: "refuse", why: over ?? CHANGED };
      return {
        step: "act",
        call: {
          action: "hold-fulfilment-order",
          input: {
            fulfilmentOrderId: part.id,
            reason: text(input["reason"]),
            notes: text(input["notes"]),
            handle: key,
            expectedUpdatedAt: part.updatedAt,
          },
        },
        inverse: { kind: "release holds", subject, input: { fulfilmentOrderId: part.id, handle: key } },
      };
    },
  },
  "add tag": {
    title: "Tag the order",
    alters: ({ input }) => [{ what: `Tag "${text(input["tag"])}"`, before: "not on the order", after: "on the order" }],
    look,
    prepare({ subject, input, seen, decided }) {
      const { order } = OrderNow.parse(seen);
      const tag = text(input["tag"]);
      if (order.tags.includes(tag)) return { step: "already done" };
      const over = overBecause(order);
      if (over !== null || isChanged(decided, seen)) return { step: "refuse", why: over ?? CHANGED };
      return {
        step: "act",
        call: { action: "tag-order", input: { orderId: order.id, add: [tag], remove: [], expectedUpdatedAt: order.updatedAt } },
        inverse: { kind: "remove tag", subject, input: { tag } },
      };
    },
  },
  "remove tag": {
    title: "Take the tag off",
    alters: ({ input }) => [{ what: `Tag "${text(input["tag"])}"`, before: "on the order", after: "not on the order" }],
    look,
    prepare({ subject, input, seen, decided }) {
      const { order } = OrderNow.parse(seen);
      const tag = text(input["tag"]);
      if (!order.tags.includes(tag)) return { step: "already done" };
      if (isChanged(decided, seen)) return { step: "refuse", why: overBecause(order) ?? CHANGED };
      return {
        step: "act",
        call: { action: "tag-order", input: { orderId: order.id, add: [], remove: [tag], expectedUpdatedAt: order.updatedAt } },
        inverse: { kind: "add tag", subject, input: { tag } },
      };
    },
  },
  "set address": {
    title: "Set the shipping address",
    alters({ input }) {
      const asked = AddressInput.safeParse(input).data;
      if (!asked) return [];
      const { address, was } = asked;
      return [{ what: "Shipping address", before: addressWords(was), after: addressWords(address), isPersonal: true }];
    },
    look,
    prepare({ subject, input, seen, decided }) {
      const { order } = OrderNow.parse(seen);
      const { address, was, source } = AddressInput.parse(input);
      if (!order.shipTo) return { step: "refuse", why: "The order has no shipping address, or it may not be seen." };
      if (isSamePlace(order.shipTo, address)) return { step: "already done" };
      const over = overBecause(order);
      if (over !== null || isChanged(decided, seen)) return { step: "refuse", why: over ?? CHANGED };
      const said = source && correctedAddress(order, source);
      if (source && !(said && isSamePlace(said, address))) return { step: "refuse", why: SAID_ANEW };
      return {
        step: "act",
        call: {
          action: "update-order-address",
          input: { orderId: order.id, address, expectedAddress: was, expectedUpdatedAt: order.updatedAt },
        },
        inverse: { kind: "set address", subject, input: { address: was, was: address, source: null } },
      };
    },
  },
  // The shop's own rule or help desk writes to the customer when this tag appears; what was written cannot be taken back.
  "ask by tag": {
    title: "Ask the customer",
    alters: ({ input }) => [
      { what: `Tag "${text(input["tag"])}"`, before: "not on the order", after: "on the order" },
      { what: "The customer", before: "not asked", after: "gets a letter from your rule or help desk, which acts on that tag" },
    ],
    look,
    prepare({ input, seen, decided }) {
      const { order } = OrderNow.parse(seen);
      const tag = text(input["tag"]);
      if (order.tags.includes(tag)) return { step: "already done" };
      const over = overBecause(order);
      if (over !== null || isChanged(decided, seen)) return { step: "refuse", why: over ?? CHANGED };
      return {
        step: "act",
        call: { action: "tag-order", input: { orderId: order.id, add: [tag], remove: [], expectedUpdatedAt: order.updatedAt } },
        inverse: null,
      };
    },
  },
  "cancel order": {
    title: "Cancel the order",
    alters: ({ input }) => [
      { what: "The order", before: "open", after: `cancelled, because of ${CANCELLED_FOR[text(input["reason"])] ?? "another reason"}` },
      { what: "The payment", before: "kept", after: "paid back the way it was paid" },
      { what: "The goods", before: "reserved for it", after: "back in stock" },
      { what: "The customer", before: "not told", after: "told by the shop" },
      ...(text(input["note"]) === "" ? [] : [{ what: "Note for staff", before: "none", after: text(input["note"]) }]),
    ],
    look,
    prepare({ input, seen, decided }) {
      const { order } = OrderNow.parse(seen);
      if (order.cancelledAt !== null) return { step: "already done" };
      const over = overBecause(order);
      if (over !== null || isChanged(decided, seen)) return { step: "refuse", why: over ?? CHANGED };
      return {
        step: "act",
        call: {
          action: "cancel-order",
          input: {
            orderId: order.id,
            reason: text(input["reason"]),
            refund: "original_payment",
            restock: true,
            notifyCustomer: true,
            staffNote: text(input["note"]),
            expectedUpdatedAt: order.updatedAt,
          },
        },
        inverse: null,
      };
    },
  },
};

export const effects = onlyOwnRecord(kinds, (seen) => OrderNow.parse(seen).order.id);
