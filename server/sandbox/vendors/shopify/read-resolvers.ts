import { LOCATION } from "../../shop/catalogue.ts";
import { refundedMinor, refundedQuantity } from "../../departments/returns/state.ts";
import { findCustomer } from "../../shop/draw-order.ts";
import { SHOP } from "../../shop/settings.ts";
import { nameOf } from "../../shop/staff.ts";
import { fulfillmentUpdatedMs } from "./context.ts";
import { fulfillmentOrderId, gid, legacyOrderId, lineItemId, locationId, orderId, parseGid } from "./ids.ts";
import { ORDER_RETURN_FIELDS, RETURN_RESOLVERS, RETURN_ROOTS } from "./return-resolvers.ts";
import { financialStatusOf, returnsIn } from "./return-status.ts";
import { READ_FULFILLMENT, hasScope, requireScope } from "./scopes.ts";
import { STOCK_RESOLVERS, STOCK_ROOTS, adjustmentGroup } from "./stock-resolvers.ts";
import {
  EVENT_FIELDS,
  accounts,
  eventOf,
  eventsPage,
  fulfillmentOrderOf,
  fulfillmentPage,
  fulfillmentStatusOf,
  isVisible,
  orderFields,
  orderOf,
  ordersPage,
  page,
  sourceNameOf,
  whole,
} from "./search-pages.ts";
import { matcherOf, parseSearch } from "./search-query.ts";
import { attributionOf, messageOf } from "./timeline-shape.ts";
import { bag, iso, money } from "./value-shapes.ts";
import type { Address, Customer, Hold, Order, OrderLine, TimelineEvent } from "../../shop/order.ts";
import type { StaffAccount } from "../../shop/staff.ts";
import type { Context, FulfillmentOrder } from "./context.ts";
import type { PageArguments } from "./paging.ts";
import type { FulfilledLine } from "./return-resolvers.ts";
import type { SearchArguments } from "./search-pages.ts";
import type { Subscription } from "./webhooks.ts";

type IdArgument = { id: string };

function addressShape(id: string, address: Address, check: Order["addressCheck"]): Record<string, unknown> {
  return {
    ...address,
    id,
    countryCodeV2: address.countryCode,
    name: `${address.firstName} ${address.lastName}`,
    validationResultSummary: check,
  };
}

function lineShape(context: Context, order: Order, line: OrderLine, index: number): Record<string, unknown> & { id: string } {
  return {
    id: lineItemId(order.number, index),
    name: line.title,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: order.cancelled ? 0 : line.quantity - refundedQuantity(returnsIn(context), order.number, index),
    unfulfilledQuantity: order.fulfilment === "OPEN" || order.fulfilment === "ON_HOLD" ? line.quantity : 0,
    originalUnitPriceSet: bag(line.unitPriceMinor),
    variant: {
      id: gid("ProductVariant", `45${line.sku.replaceAll(/\D/g, "").padStart(4, "0")}${line.sku.charCodeAt(3)}${line.sku.charCodeAt(4)}`),
      sku: line.sku,
      title: "Default Title",
      displayName: line.title,
    },
  };
}

const appShape = (app: { id: number; title: string }): { id: string; title: string } => ({ id: gid("App", app.id), title: app.title });
const RECOMMENDATIONS = { LOW: "ACCEPT", MEDIUM: "INVESTIGATE", HIGH: "CANCEL" } as const;
const HOLD_WORDS: Record<Hold["reason"], string> = {
  INCORRECT_ADDRESS: "Incorrect address",
  HIGH_RISK_OF_FRAUD: "High risk of fraud",
  INVENTORY_OUT_OF_STOCK: "Inventory out of stock",
  AWAITING_PAYMENT: "Awaiting payment",
  AWAITING_RETURN_ITEMS: "Awaiting return items",
  ONLINE_STORE_POST_PURCHASE_CROSS_SELL: "Post-purchase offer",
  UNKNOWN_DELIVERY_DATE: "Unknown delivery date",
  OTHER: "Other",
};

const EVENT = {
  action: (event: TimelineEvent) => event.action,
  createdAt: (event: TimelineEvent) => iso(event.atMs),
  criticalAlert: () => false,
  appTitle: (event: TimelineEvent, _: unknown, context: Context) => shown(event, context).appTitle,
  attributeToApp: (event: TimelineEvent, _: unknown, context: Context) => shown(event, context).attributeToApp,
  attributeToUser: (event: TimelineEvent, _: unknown, context: Context) => shown(event, context).attributeToUser,
  message: (event: TimelineEvent, _: unknown, context: Context) => messageOf(event, hasScope(context.scopes, "read_users")),
  subject: (event: TimelineEvent, _: unknown, context: Context) => orderOf(context, orderId(event.orderNumber)),
};

function shown(event: TimelineEvent, context: Context): ReturnType<typeof attributionOf> {
  return attributionOf(event.actor, hasScope(context.scopes, "read_users"));
}

/** Field by field, for every object type but Mutation; a field not named here is read off its source. */
export const READ_RESOLVERS = {
  QueryRoot: {
    ...RETURN_ROOTS,
    ...STOCK_ROOTS,
    shop: () => ({
      id: gid("Shop", 71_000_001),
      name: SHOP.name,
      myshopifyDomain: SHOP.domain,
      ianaTimezone: SHOP.zone,
      currencyCode: SHOP.currency,
      plan: { partnerDevelopment: false, publicDisplayName: "Plus", shopifyPlus: true },
    }),
    currentAppInstallation: (_: unknown, __: unknown, context: Context) => ({
      id: gid("AppInstallation", context.app.id),
      app: appShape(context.app),
      accessScopes: [...context.scopes].sort().map((handle) => ({ handle })),
    }),
    customer(_: unknown, { id }: IdArgument, context: Context) {
      requireScope(context.scopes, "customer", "read_customers");
      const parsed = parseGid(id);
      return parsed?.type === "Customer" ? (findCustomer(context.sandbox.shop.state.customers, parsed.number) ?? null) : null;
    },
    event(_: unknown, { id }: IdArgument, context: Context) {
      requireScope(context.scopes, "event", "read_orders");
      return eventOf(context, id);
    },
    events(_: unknown, args: SearchArguments, context: Context) {
      requireScope(context.scopes, "events", "read_orders");
      return eventsPage(context, context.lists.events(), args);
    },
    eventsCount(_: unknown, { query }: SearchArguments, context: Context) {
      requireScope(context.scopes, "eventsCount", "read_orders");
      const matches = matcherOf(parseSearch(query ?? ""), EVENT_FIELDS);
      return { count: context.sandbox.shop.state.events.filter(matches).length, precision: "EXACT" };
    },
    order(_: unknown, { id }: IdArgument, context: Context) {
      requireScope(context.scopes, "order", "read_orders");
      return orderOf(context, id);
    },
    orders: (_: unknown, args: SearchArguments, context: Context) => ordersPage(context, args, () => true),
    ordersCount(_: unknown, args: SearchArguments & { limit?: number | null }, context: Context) {
      requireScope(context.scopes, "ordersCount", "read_orders");
      const matches = matcherOf(parseSearch(args.query ?? ""), orderFields(context));
      const count = context.sandbox.shop.state.orders.filter((order) => isVisible(order, context) && matches(order)).length;
      const limit = args.limit ?? Number.POSITIVE_INFINITY;
      return { count: Math.min(count, limit), precision: count > limit ? "AT_LEAST" : "EXACT" };
    },
    fulfillmentOrder(_: unknown, { id }: IdArgument, context: Context) {
      requireScope(context.scopes, "fulfillmentOrder", ...READ_FULFILLMENT);
      return fulfillmentOrderOf(context, id);
    },
    fulfillmentOrders: (_: unknown, args: SearchArguments, context: Context) =>
      fulfillmentPage(
        context,
        args,
        ({ ofOrder }) => args.includeClosed === true || (ofOrder.fulfilment !== "CLOSED" && ofOrder.fulfilment !== "CANCELLED"),
      ),
    manualHoldsFulfillmentOrders: (_: unknown, args: SearchArguments, context: Context) =>
      fulfillmentPage(context, args, ({ ofOrder }) => ofOrder.holds.some(({ by }) => by.kind === "staff")),
    job: (_: unknown, { id }: IdArgument) => (parseGid(id)?.type === "Job" || id.includes("/Job/") ? { id, done: true } : null),
    node: (_: unknown, { id }: IdArgument, context: Context) => nodeOf(context, id),
    nodes: (_: unknown, { ids }: { ids: readonly string[] }, context: Context) => ids.map((id) => nodeOf(context, id)),
    staffMember(_: unknown, { id }: { id?: string | null }, context: Context) {
      requireScope(context.scopes, "staffMember", "read_users");
      return accounts(context).find((account) => gid("StaffMember", account.id) === id) ?? null;
    },
    staffMembers(_: unknown, args: SearchArguments, context: Context) {
      requireScope(context.scopes, "staffMembers", "read_users");
      return page(context, { items: accounts(context), keyOf: ({ id }) => ({ value: id, id }) }, args, () => true);
    },
    webhookSubscriptions(_: unknown, args: PageArguments & { topics?: readonly string[] | null }, context: Context) {
      return page(
        context,
        { items: context.subscriptions.list(), keyOf: ({ id }) => ({ value: id, id }) },
        args,
        ({ topic }) => !args.topics?.length || args.topics.includes(topic),
      );
    },
  },
  BasicEvent: {
    ...EVENT,
    id: (event: TimelineEvent) => gid("BasicEvent", event.id),
    author: (event: TimelineEvent, _: unknown, context: Context) => shown(event, context).author,
    arguments: (event: TimelineEvent) => [legacyOrderId(event.orderNumber), event.detail],
    additionalData: () => null,
    subjectId: (event: TimelineEvent) => orderId(event.orderNumber),
    subjectType: () => "ORDER",
  },
  CommentEvent: {
    ...EVENT,
    id: (event: TimelineEvent) => gid("CommentEvent", event.id),
    author(event: TimelineEvent, _: unknown, context: Context) {
      requireScope(context.scopes, "author", "read_users");
      return event.actor.kind === "staff" ? event.actor.account : null;
    },
    canDelete: () => false,
    canEdit: () => false,
    edited: () => false,
    rawMessage: (event: TimelineEvent) => event.detail,
  },
  StaffMember: {
    id: (account: StaffAccount) => gid("StaffMember", account.id),
    name: (account: StaffAccount) => nameOf(account),
    accountType: () => "REGULAR",
    active: () => true,
    exists: () => true,
    isShopOwner: () => false,
  },
  Customer: {
    id: (customer: Customer) => gid("Customer", customer.id),
    legacyResourceId: (customer: Customer) => String(customer.id),
    displayName: (customer: Customer) => `${customer.firstName} ${customer.lastName}`,
    numberOfOrders: (customer: Customer) => String(customer.orderNumbers.length),
    amountSpent: (customer: Customer) => money(customer.spentMinor),
    createdAt: (customer: Customer) => iso(customer.createdMs),
    defaultAddress: (customer: Customer) => addressShape(gid("MailingAddress", customer.id), customer.address, "NO_ISSUES"),
    tags: () => [],
    hasTimelineComment: () => false,
    events: (_: Customer, args: SearchArguments, context: Context) =>
      eventsPage(context, { items: [], keyOf: ({ id }) => ({ value: id, id }) }, args),
    orders: (customer: Customer, args: SearchArguments, context: Context) =>
      ordersPage(context, args, (order) => order.customerId === customer.id),
  },
  ...RETURN_RESOLVERS,
  ...STOCK_RESOLVERS,
  FulfillmentLineItem: {
    lineItem({ order, lineIndex }: FulfilledLine, _: unknown, context: Context) {
      const line = order.lines[lineIndex];
      return line ? lineShape(context, order, line, lineIndex) : null;
    },
  },
  RefundLineItem: {
    lineItem({ order, lineIndex }: FulfilledLine, _: unknown, context: Context) {
      const line = order.lines[lineIndex];
      return line ? lineShape(context, order, line, lineIndex) : null;
    },
  },
  Order: {
    ...ORDER_RETURN_FIELDS,
    id: (order: Order) => orderId(order.number),
    legacyResourceId: (order: Order) => String(legacyOrderId(order.number)),
    name: (order: Order) => `#${order.number}`,
    number: (order: Order) => order.number,
    createdAt: (order: Order) => iso(order.placedMs),
    processedAt: (order: Order) => iso(order.placedMs),
    updatedAt: (order: Order) => iso(order.updatedMs),
    closed: (order: Order) => order.closedMs !== null,
    closedAt: (order: Order) => (order.closedMs === null ? null : iso(order.closedMs)),
    cancelledAt: (order: Order) => (order.cancelled ? iso(order.cancelled.atMs) : null),
    cancelReason: (order: Order) => order.cancelled?.reason ?? null,
    cancellation: (order: Order) => (order.cancelled ? { staffNote: order.cancelled.staffNote } : null),
    confirmed: () => true,
    currencyCode: () => SHOP.currency,
    test: () => false,
    sourceName: (order: Order) => sourceNameOf(order.channel),
    app: (order: Order) => ({ id: gid("App", 580_111), name: order.channel }),
    customAttributes: (order: Order) => order.attributes,
    displayFinancialStatus: (order: Order, _: unknown, context: Context) => financialStatusOf(context, order).toUpperCase(),
    displayFulfillmentStatus: (order: Order) => fulfillmentStatusOf(order),
    totalPriceSet: (order: Order) => bag(order.totalMinor),
    currentTotalPriceSet: (order: Order, _: unknown, context: Context) =>
      bag(order.cancelled ? 0 : order.totalMinor - refundedMinor(returnsIn(context), order.number)),
    subtotalPriceSet: (order: Order) => bag(order.totalMinor - order.shippingMinor),
    totalShippingPriceSet: (order: Order) => bag(order.shippingMinor),
    customer(order: Order, _: unknown, context: Context) {
      requireScope(context.scopes, "customer", "read_customers");
      return findCustomer(context.sandbox.shop.state.customers, order.customerId) ?? null;
    },
    email: (order: Order, _: unknown, context: Context) =>
      findCustomer(context.sandbox.shop.state.customers, order.customerId)?.email ?? null,
    shippingAddress: (order: Order) => addressShape(gid("MailingAddress", legacyOrderId(order.number)), order.address, order.addressCheck),
    billingAddress(order: Order, _: unknown, context: Context) {
      const address = findCustomer(context.sandbox.shop.state.customers, order.customerId)?.address;
      return address ? addressShape(gid("MailingAddress", legacyOrderId(order.number) * 10), address, "NO_ISSUES") : null;
    },
    risk: (order: Order) => ({
      recommendation: RECOMMENDATIONS[order.riskLevel],
      assessments: [{ riskLevel: order.riskLevel, provider: null, facts: order.riskFacts }],
    }),
    staffMember(_: Order, __: unknown, context: Context) {
      requireScope(context.scopes, "staffMember", "read_users");
      return null;
    },
    hasTimelineComment: (order: Order) => order.events.some(({ isComment }) => isComment),
    subtotalLineItemsQuantity: (order: Order) => order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    lineItems: (order: Order, args: PageArguments, context: Context) =>
      whole(
        context,
        order.lines.map((line, index) => lineShape(context, order, line, index)),
        args,
      ),
    events: (order: Order, args: SearchArguments, context: Context) =>
      eventsPage(context, { items: order.events, keyOf: ({ id }) => ({ value: id, id }) }, args),
    agreements: (order: Order, args: PageArguments, context: Context) =>
      whole(
        context,
        [
          {
            id: gid("OrderAgreement", legacyOrderId(order.number)),
            happenedAt: iso(order.placedMs),
            reason: "ORDER",
            app: { id: gid("App", 580_111), title: order.channel },
            user: null,
            order,
          },
        ],
        args,
      ),
    fulfillmentOrders(order: Order, args: PageArguments, context: Context) {
      requireScope(context.scopes, "fulfillmentOrders", ...READ_FULFILLMENT);
      return page(
        context,
        { items: [context.lists.fulfillmentOrderOf(order)], keyOf: () => ({ value: order.number, id: 0 }) },
        args,
        () => true,
      );
    },
  },
  FulfillmentOrder: {
    id: ({ ofOrder }: FulfillmentOrder) => fulfillmentOrderId(ofOrder.number),
    order: ({ ofOrder }: FulfillmentOrder) => ofOrder,
    orderId: ({ ofOrder }: FulfillmentOrder) => orderId(ofOrder.number),
    orderName: ({ ofOrder }: FulfillmentOrder) => `#${ofOrder.number}`,
    orderProcessedAt: ({ ofOrder }: FulfillmentOrder) => iso(ofOrder.placedMs),
    createdAt: ({ ofOrder }: FulfillmentOrder) => iso(ofOrder.placedMs),
    updatedAt: ({ ofOrder }: FulfillmentOrder) => iso(fulfillmentUpdatedMs(ofOrder)),
    status: ({ ofOrder }: FulfillmentOrder) => ofOrder.fulfilment,
    requestStatus: ({ ofOrder }: FulfillmentOrder) => (ofOrder.fulfilment === "CLOSED" ? "CLOSED" : "UNSUBMITTED"),
    assignedLocation: () => ({
      name: LOCATION.name,
      city: LOCATION.city,
      province: LOCATION.provinceCode,
      countryCode: LOCATION.countryCode,
      location: locationShape(),
    }),
    supportedActions: ({ ofOrder }: FulfillmentOrder) =>
      (ofOrder.fulfilment === "OPEN"
        ? ["CREATE_FULFILLMENT", "HOLD", "MOVE"]
        : ofOrder.fulfilment === "ON_HOLD"
          ? ["HOLD", "MOVE", "RELEASE_HOLD"]
          : []
      ).map((action) => ({ action })),
    fulfillmentHolds: ({ ofOrder }: FulfillmentOrder) => ofOrder.holds,
  },
  FulfillmentHold: {
    id: (hold: Hold) => gid("FulfillmentHold", hold.id),
    reasonNotes: (hold: Hold) => hold.notes,
    displayReason: (hold: Hold) => HOLD_WORDS[hold.reason],
    heldByApp: (hold: Hold) => (hold.by.kind === "app" || hold.by.kind === "rule" ? appShape(hold.by) : null),
    heldByRequestingApp: (hold: Hold, _: unknown, context: Context) => hold.by.kind === "app" && hold.by.id === context.app.id,
  },
  WebhookSubscription: {
    id: (subscription: Subscription) => gid("WebhookSubscription", subscription.id),
    legacyResourceId: (subscription: Subscription) => String(subscription.id),
    createdAt: (subscription: Subscription) => iso(subscription.atMs),
    updatedAt: (subscription: Subscription) => iso(subscription.atMs),
    format: () => "JSON",
    apiVersion: () => ({ handle: "2026-10", displayName: "2026-10 (Latest)", supported: true }),
  },
} as const;

function locationShape(): Record<string, unknown> {
  return { id: locationId(), name: LOCATION.name, isActive: true, legacyResourceId: String(LOCATION.id) };
}

function nodeOf(context: Context, id: string): unknown {
  const type = parseGid(id)?.type; // A level's id has no such form: it names its item as well.
  const root = READ_RESOLVERS.QueryRoot;
  switch (type) {
    case "Order":
      return root.order(null, { id }, context);
    case "FulfillmentOrder":
      return root.fulfillmentOrder(null, { id }, context);
    case "BasicEvent":
    case "CommentEvent":
      return root.event(null, { id }, context);
    case "Customer":
      return root.customer(null, { id }, context);
    case "StaffMember":
      return root.staffMember(null, { id }, context);
    case "Return":
      return root.return(null, { id }, context);
    case "Refund":
      return root.refund(null, { id }, context);
    case "InventoryItem":
      return root.inventoryItem(null, { id }, context);
    case "InventoryAdjustmentGroup":
      return adjustmentGroup(context, id);
    case "Location":
      return root.location(null, { id }, context);
    case undefined:
    default:
      return root.inventoryLevel(null, { id }, context);
  }
}

/** Which concrete type a source of an interface is. */
export function typeNameOf(source: object): string {
  if ("isComment" in source) return source.isComment === true ? "CommentEvent" : "BasicEvent";
  if ("ofOrder" in source) return "FulfillmentOrder";
  if ("stocked" in source) return "InventoryItem";
  if ("channelIndex" in source) return "InventoryLevel";
  if ("changes" in source) return "InventoryAdjustmentGroup";
  if ("legacyResourceId" in source) return "Location";
  if ("requestedMs" in source) return "Return";
  if ("ofReturn" in source) return "ReturnLineItem";
  if ("amountMinor" in source) return "Refund";
  if ("placedMs" in source) return "Order";
  if ("happenedAt" in source) return "OrderAgreement";
  if ("spentMinor" in source) return "Customer";
  return "StaffMember";
}
