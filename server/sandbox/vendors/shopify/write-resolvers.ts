import { isLoopbackUrl } from "../../is-loopback-url.ts";
import { findOrder } from "../../shop/state.ts";
import { fulfillmentOrderId, gid, orderId, orderNumberOf, parseGid } from "./ids.ts";
import { RETURN_MUTATIONS } from "./return-mutations.ts";
import { WRITE_FULFILLMENT, requireScope } from "./scopes.ts";
import { STOCK_MUTATIONS } from "./stock-mutations.ts";
import type { Refusal, ShopAction } from "../../shop/act.ts";
import type { Address, CancelReason, HoldReason } from "../../shop/order.ts";
import type { Context } from "./context.ts";

interface UserError {
  code?: string | null;
  field: readonly string[] | null;
  message: string;
}

const HOLD_REFUSALS: Partial<Record<Refusal, UserError>> = {
  "not found": { code: "FULFILLMENT_ORDER_NOT_FOUND", field: ["id"], message: "Fulfillment order does not exist." },
  "handle taken": {
    code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE",
    field: ["fulfillmentHold", "handle"],
    message: "The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.",
  },
  "too many holds": {
    code: "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED",
    field: ["id"],
    message: "The maximum number of fulfillment holds for this fulfillment order has been reached for this app.",
  },
  closed: { code: null, field: ["id"], message: "The fulfillment order is not in a state that can be held." },
};
const RELEASE_REFUSALS: Partial<Record<Refusal, UserError>> = {
  "not found": { code: "FULFILLMENT_ORDER_NOT_FOUND", field: ["id"], message: "Fulfillment order does not exist." },
  "not its holds": { code: null, field: ["holdIds"], message: "One of the fulfillment holds does not belong to this fulfillment order." },
  "not held": { code: null, field: ["id"], message: "The fulfillment order is not on hold." },
};
const CANCEL_REFUSALS: Partial<Record<Refusal, UserError>> = {
  "not found": { code: "NOT_FOUND", field: ["orderId"], message: "Order does not exist" },
  "already cancelled": { code: "INVALID", field: ["orderId"], message: "Order has already been cancelled" },
  closed: { code: "INVALID", field: ["orderId"], message: "Cannot cancel an order that has been fulfilled" },
};
const NO_ORDER: UserError = { field: ["id"], message: "Order does not exist" };
const UNKNOWN_REFUSAL: UserError = { field: null, message: "The change is not possible." };
const NO_SPLIT: UserError = {
  code: "FULFILLMENT_ORDER_NOT_SPLITTABLE",
  field: ["fulfillmentHold", "fulfillmentOrderLineItems"],
  message: "The fulfillment order is not splittable.",
};
const LONGEST_NOTE = 255;

interface HoldArguments {
  id: string;
  fulfillmentHold: {
    reason: HoldReason;
    reasonNotes?: string | null;
    handle?: string | null;
    fulfillmentOrderLineItems?: readonly unknown[] | null;
  };
}
interface CancelArguments {
  orderId: string;
  reason: CancelReason;
  restock: boolean;
  staffNote?: string | null;
  notifyCustomer?: boolean | null;
  refund?: boolean | null;
  refundMethod?: { originalPaymentMethodsRefund?: boolean | null } | null;
}
interface TagArguments {
  id: string;
  tags: readonly string[];
}
type AddressInput = { [Key in Exclude<keyof Address, "countryCode">]?: string | null } & { countryCode?: string | null };
interface UpdateArguments {
  input: { id: string; note?: string | null; tags?: readonly string[] | null; shippingAddress?: AddressInput | null };
}
interface SubscribeArguments {
  topic: string;
  webhookSubscription: { uri?: string | null; format?: string | null; name?: string | null };
}

function fulfillmentOrderShape(context: Context, orderNumber: number): unknown {
  const order = findOrder(context.sandbox.shop.state, orderNumber);
  return order ? context.lists.fulfillmentOrderOf(order) : null;
}

/** Fields left out of the input stay as they are. */
function mergedAddress(known: Address, input: AddressInput): Address {
  return {
    firstName: input.firstName ?? known.firstName,
    lastName: input.lastName ?? known.lastName,
    address1: input.address1 ?? known.address1,
    address2: input.address2 === undefined ? known.address2 : input.address2,
    city: input.city ?? known.city,
    provinceCode: input.provinceCode ?? known.provinceCode,
    zip: input.zip ?? known.zip,
    countryCode: input.countryCode ?? known.countryCode,
  };
}

function tagOrder(
  context: Context,
  kind: "add tags" | "remove tags",
  args: TagArguments,
): { node: unknown; userErrors: readonly UserError[] } {
  requireScope(context.scopes, kind === "add tags" ? "tagsAdd" : "tagsRemove", "write_orders");
  const orderNumber = orderNumberOf(args.id, "Order");
  const tags = args.tags
    .flatMap((tag) => tag.split(","))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  const result = orderNumber === null ? null : context.sandbox.act({ kind, orderNumber, tags }, context.app);
  return result?.ok ? { node: result.order, userErrors: [] } : { node: null, userErrors: [NO_ORDER] };
}

export const WRITE_RESOLVERS = {
  Mutation: {
    ...RETURN_MUTATIONS,
    ...STOCK_MUTATIONS,
    fulfillmentOrderHold(_: unknown, { id, fulfillmentHold: hold }: HoldArguments, context: Context) {
      requireScope(context.scopes, "fulfillmentOrderHold", ...WRITE_FULFILLMENT);
      if (hold.fulfillmentOrderLineItems?.length) return { userErrors: [NO_SPLIT] };
      const orderNumber = orderNumberOf(id, "FulfillmentOrder") ?? 0;
      const handle = hold.handle === "" ? null : (hold.handle ?? null);
      const result = context.sandbox.act(
        { kind: "hold", orderNumber, reason: hold.reason, notes: hold.reasonNotes ?? "", handle },
        context.app,
      );
      if (!result.ok) return { userErrors: [HOLD_REFUSALS[result.refusal] ?? UNKNOWN_REFUSAL] };
      return {
        fulfillmentHold: result.hold,
        fulfillmentOrder: fulfillmentOrderShape(context, orderNumber),
        remainingFulfillmentOrder: null,
        userErrors: [],
      };
    },
    fulfillmentOrderReleaseHold(_: unknown, { id, holdIds }: { id: string; holdIds?: readonly string[] | null }, context: Context) {
      requireScope(context.scopes, "fulfillmentOrderReleaseHold", ...WRITE_FULFILLMENT);
      const orderNumber = orderNumberOf(id, "FulfillmentOrder") ?? 0;
      const ids = holdIds?.map((holdId) => parseGid(holdId)?.number ?? 0) ?? null;
      const result = context.sandbox.act({ kind: "release", orderNumber, holdIds: ids }, context.app);
      if (!result.ok) return { userErrors: [RELEASE_REFUSALS[result.refusal] ?? UNKNOWN_REFUSAL] };
      return { fulfillmentOrder: fulfillmentOrderShape(context, orderNumber), userErrors: [] };
    },
    tagsAdd: (_: unknown, args: TagArguments, context: Context) => tagOrder(context, "add tags", args),
    tagsRemove: (_: unknown, args: TagArguments, context: Context) => tagOrder(context, "remove tags", args),
    orderCancel(_: unknown, args: CancelArguments, context: Context) {
      requireScope(context.scopes, "orderCancel", "write_orders");
      const { orderId: id, reason, staffNote, restock } = args;
      const refund = args.refundMethod?.originalPaymentMethodsRefund ?? args.refund ?? false;
      if ((staffNote ?? "").length > LONGEST_NOTE) {
        return {
          orderCancelUserErrors: [
            { code: "INVALID", field: ["staffNote"], message: `Staff note is too long (maximum is ${LONGEST_NOTE} characters)` },
          ],
        };
      }
      const orderNumber = orderNumberOf(id, "Order") ?? 0;
      const result = context.sandbox.act(
        {
          kind: "cancel",
          orderNumber,
          reason,
          staffNote: staffNote ?? null,
          restock,
          refund,
          notifyCustomer: args.notifyCustomer ?? false,
        },
        context.app,
      );
      if (!result.ok) return { orderCancelUserErrors: [CANCEL_REFUSALS[result.refusal] ?? UNKNOWN_REFUSAL] };
      return { job: { id: gid("Job", `cancel-${orderNumber}`), done: false }, orderCancelUserErrors: [] };
    },
    orderUpdate(_: unknown, { input }: UpdateArguments, context: Context) {
      requireScope(context.scopes, "orderUpdate", "write_orders");
      const orderNumber = orderNumberOf(input.id, "Order") ?? 0;
      const order = findOrder(context.sandbox.shop.state, orderNumber);
      if (!order) return { userErrors: [NO_ORDER] };
      const action: ShopAction = {
        kind: "update",
        orderNumber,
        address: input.shippingAddress ? mergedAddress(order.address, input.shippingAddress) : null,
        note: input.note ?? null,
        tags: input.tags ?? null,
      };
      context.sandbox.act(action, context.app);
      return { order, userErrors: [] };
    },
    webhookSubscriptionCreate(_: unknown, { topic, webhookSubscription: input }: SubscribeArguments, context: Context) {
      const uri = input.uri ?? "";
      if (!isLoopbackUrl(uri)) return { userErrors: [{ field: ["webhookSubscription", "uri"], message: "Address is invalid" }] };
      if (context.subscriptions.list().some((known) => known.topic === topic && known.uri === uri)) {
        return { userErrors: [{ field: ["webhookSubscription", "uri"], message: "Address for this topic has already been taken" }] };
      }
      return { webhookSubscription: context.subscriptions.add({ topic, uri, name: input.name ?? null }), userErrors: [] };
    },
    webhookSubscriptionDelete(_: unknown, { id }: { id: string }, context: Context) {
      const number = parseGid(id)?.number ?? 0;
      if (!context.subscriptions.remove(number)) return { userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }] };
      return { deletedWebhookSubscriptionId: id, userErrors: [] };
    },
  },
} as const;

/** The vendor's ids of what an accepted action changed, for the ledger that tests read. */
export function ledgerIds(action: ShopAction): { orderId: string; fulfillmentOrderId: string } {
  return { orderId: orderId(action.orderNumber), fulfillmentOrderId: fulfillmentOrderId(action.orderNumber) };
}
