import * as z from "zod";
import { toUtc, toUtcOrNull } from "../kit/time.js";
import { toCode } from "../kit/words.js";
import type { Order, OrderLine } from "../records/order.js";
import { MoneyBag, moneyOf } from "./money-bag.js";

export const LineNode = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  quantity: z.int(),
  currentQuantity: z.int(),
  unfulfilledQuantity: z.int(),
  variant: z.object({ id: z.string() }).nullish(),
  originalUnitPriceSet: MoneyBag.nullish(),
});
export const LinesPage = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  nodes: z.array(LineNode),
});

/** An order as Shopify answers it. Fields that a missing scope or approval takes away are null; codes are open, as Shopify adds some. */
export const OrderNode = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  cancelReason: z.string().nullish(),
  closedAt: z.string().nullish(),
  test: z.boolean().nullish(),
  sourceName: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  note: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string().nullish(),
  currentTotalPriceSet: MoneyBag.nullish(),
  totalPriceSet: MoneyBag.nullish(),
  customer: z.object({ id: z.string(), numberOfOrders: z.union([z.string(), z.int()]).nullish() }).nullish(),
  shippingAddress: z
    .object({
      address1: z.string().nullish(),
      address2: z.string().nullish(),
      city: z.string().nullish(),
      provinceCode: z.string().nullish(),
      zip: z.string().nullish(),
      countryCodeV2: z.string().nullish(),
      validationResultSummary: z.string().nullish(),
    })
    .nullish(),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullish() })).nullish(),
  risk: z
    .object({ recommendation: z.string().nullish(), assessments: z.array(z.object({ riskLevel: z.string().nullish() })).nullish() })
    .nullish(),
  subtotalLineItemsQuantity: z.int().nullish(),
  lineItems: LinesPage,
});
export type OrderNode = z.infer<typeof OrderNode>;

/**
 * Maps one order with all its lines. Tags are sorted: Shopify gives them in no fixed order, and a mere reordering is no change.
 *
 * @throws when Shopify counts more pieces than its lines hold: an order without some of its lines looks like a whole one, and stays so
 */
export function toOrder(node: OrderNode): Order {
  const pieces = node.lineItems.nodes.reduce((sum, { quantity }) => sum + quantity, 0);
  const counted = node.subtotalLineItemsQuantity ?? 0;
  if (pieces < counted) throw new Error(`lineItems: ${pieces} of ${counted} pieces`);
  return {
    id: node.id,
    number: node.name,
    placedAt: toUtc(node.createdAt),
    updatedAt: toUtc(node.updatedAt),
    cancelledAt: toUtcOrNull(node.cancelledAt),
    cancelReason: codeOrNull(node.cancelReason),
    closedAt: toUtcOrNull(node.closedAt),
    isTest: node.test ?? false,
    channel: node.sourceName ?? null,
    paymentState: codeOrNull(node.displayFinancialStatus),
    fulfilmentState: codeOrNull(node.displayFulfillmentStatus),
    total: moneyOf(node.currentTotalPriceSet),
    totalAtPlacing: moneyOf(node.totalPriceSet),
    customerId: node.customer?.id ?? null,
    customerOrderCount: countOrNull(node.customer?.numberOfOrders),
    shipTo: node.shippingAddress ? toShipTo(node.shippingAddress) : null,
    suggestedAddresses: suggestedIn(node.customAttributes ?? []),
    risk: node.risk ? toRisk(node.risk) : null,
    tags: [...(node.tags ?? [])].sort(),
    note: node.note ?? null,
    lines: node.lineItems.nodes.map(toLine),
  };
}

function toLine(line: z.infer<typeof LineNode>): OrderLine {
  return {
    id: line.id,
    sku: line.sku || null,
    variantId: line.variant?.id ?? null,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unfulfilledQuantity: line.unfulfilledQuantity,
    unitPrice: moneyOf(line.originalUnitPriceSet),
  };
}

function toShipTo(address: NonNullable<OrderNode["shippingAddress"]>): NonNullable<Order["shipTo"]> {
  const said: Readonly<Record<string, "ok" | "warning" | "error">> = { NO_ISSUES: "ok", WARNING: "warning", ERROR: "error" };
  return {
    line1: address.address1 ?? null,
    line2: address.address2 ?? null,
    city: address.city ?? null,
    region: address.provinceCode ?? null,
    postcode: address.zip ?? null,
    country: address.countryCodeV2 ?? null,
    validation: said[address.validationResultSummary ?? ""] ?? "unknown",
  };
}

/** By what an address check names the addresses that it proposes, one a detail. Other details of an order, such as a greeting, are left alone. */
const SUGGESTION = /^address[ _-]?suggestion/i;

const suggestedIn = (attributes: NonNullable<OrderNode["customAttributes"]>): string[] => [
  ...new Set(attributes.flatMap(({ key, value }) => (SUGGESTION.test(key) && value?.trim() ? [value.trim()] : []))),
];

const RISK_LEVELS = ["unknown", "none", "pending", "low", "medium", "high"] as const; // rising: the last one present counts

function toRisk(risk: NonNullable<OrderNode["risk"]>): NonNullable<Order["risk"]> {
  const present = new Set((risk.assessments ?? []).map((assessment) => toCode(assessment.riskLevel ?? "unknown")));
  return {
    recommendation: codeOrNull(risk.recommendation),
    level: RISK_LEVELS.findLast((level) => present.has(level)) ?? (present.size > 0 ? "unknown" : "none"),
  };
}

function codeOrNull(text: string | null | undefined): string | null {
  return text ? toCode(text) : null;
}

function countOrNull(text: string | number | null | undefined): number | null {
  const count = Number(text ?? Number.NaN);
  return Number.isSafeInteger(count) ? count : null;
}
