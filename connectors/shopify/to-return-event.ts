import { toDecimal } from "../kit/money.js";
import { toCode } from "../kit/words.js";
import type { OpsEvent } from "../records/ops-event.js";
import { moneyOf } from "./money-bag.js";
import { returnOfRefund, valueOf, type OrderReturns, type RefundNode, type ReturnNode } from "./order-returns.js";
import type { EventNode } from "./to-ops-event.js";

type Details = NonNullable<OpsEvent["details"]>;

const GRADE_TAG = /^return[-_ ]grade:\s*(\S.*)$/i;
const SAME_ACT_MS = 60_000; // A refund and its entry on the time line are written one after the other.
const DAY_MS = 86_400_000;

/**
 * What an entry of an order's time line is called when it is about a return. Shopify documents none of these but restock_line_items, and
 * return_created and refund_created were seen on live stores: so the others are told by what stands in them.
 */
function activityOf({ action }: Pick<EventNode, "action">): string | null {
  if (action === "refund_created") return "refund";
  if (action === "restock_line_items") return "restock";
  if (/^return_.*(written_off|not_restocked|disposed)/.test(action)) return "write off";
  if (!action.startsWith("return_")) return null;
  if (/approv/.test(action)) return "approve return";
  if (/declin/.test(action)) return "decline return";
  if (/request/.test(action)) return "request return";
  if (/creat/.test(action)) return "create return";
  if (/cancel/.test(action)) return "cancel return";
  return null;
}

/** A warehouse that grades what comes back tells it by a tag of the order; null for any other entry. */
function gradeOf({ action, arguments: given }: Pick<EventNode, "action" | "arguments">): string | null {
  if (action !== "tag_added") return null;
  const texts = (Array.isArray(given) ? given : []).filter((text): text is string => typeof text === "string");
  for (const text of texts.flatMap((one) => one.split(","))) {
    const [, grade] = GRADE_TAG.exec(text.trim()) ?? [];
    if (grade) return toCode(grade);
  }
  return null;
}

/** Whether an entry may be about a return: then its order's returns have to be known to say which. */
export const isOfReturns = (node: Pick<EventNode, "action" | "arguments">): boolean => activityOf(node) !== null || gradeOf(node) !== null;

/**
 * The same entry as what somebody did about a return; null where the order has no return that it could be about. What was known when it
 * was decided stands on the request and on the grading.
 */
export function toReturnEvent(event: OpsEvent, node: EventNode, order: OrderReturns): OpsEvent | null {
  const grade = gradeOf(node);
  const activity = grade === null ? activityOf(node) : "grade goods";
  if (activity === null) return null;
  const endedAtMs = Date.parse(event.endedAt);
  const refund = activity === "refund" ? refundAt(order, endedAtMs) : undefined;
  const found = activity === "refund" ? refund && returnOfRefund(order, refund) : returnAt(order, endedAtMs, activity === "grade goods");
  if (!found) return null;
  const details =
    activity === "request return" || activity === "create return"
      ? requestDetails(found, order)
      : grade !== null
        ? [{ name: "condition", value: grade }]
        : refund
          ? refundDetails(refund, found)
          : activity === "decline return" || activity === "restock" || activity === "write off"
            ? [
                ...(activity === "decline return" && found.decline
                  ? [{ name: "decline reason", value: toCode(found.decline.reason) }]
                  : []),
                ...paidBefore(found, order, endedAtMs),
              ]
            : [];
  const { details: _ofOrder, ...rest } = event;
  return {
    ...rest,
    caseType: "return",
    caseId: found.id,
    activity,
    objects: [
      { type: "return", id: found.id },
      { type: "order", id: order.id },
    ],
    ...(details.length > 0 ? { details } : {}),
  };
}

/** The newest return that was asked for by then; where goods are graded, one that was approved. */
function returnAt({ returns }: OrderReturns, endedAtMs: number, isApproved: boolean): ReturnNode | undefined {
  return returns.nodes
    .filter(({ createdAt, requestApprovedAt }) => Date.parse((isApproved ? requestApprovedAt : createdAt) ?? "") <= endedAtMs + SAME_ACT_MS)
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    .at(-1);
}

function refundAt({ refunds }: OrderReturns, endedAtMs: number): RefundNode | undefined {
  const apart = ({ createdAt }: RefundNode) => Math.abs(Date.parse(createdAt ?? "") - endedAtMs);
  return refunds.filter((refund) => apart(refund) <= SAME_ACT_MS).toSorted((a, b) => apart(a) - apart(b))[0];
}

function requestDetails(one: ReturnNode, { createdAt }: OrderReturns): Details {
  const lines = one.returnLineItems.nodes;
  const reasons = [...new Set(lines.flatMap(({ returnReasonDefinition: reason }) => (reason ? [toCode(reason.handle)] : [])))].sort();
  const skus = [...new Set(lines.flatMap(({ fulfillmentLineItem: line }) => (line?.lineItem.sku ? [line.lineItem.sku] : [])))].sort();
  const value = valueOf(one);
  const days = Math.floor((Date.parse(one.createdAt) - Date.parse(createdAt)) / DAY_MS);
  return [
    ...reasons.map((reason) => ({ name: "reason", value: reason })),
    ...skus.map((sku) => ({ name: "sku", value: sku })),
    ...(value ? [{ name: "value", value: toDecimal(value) }] : []),
    { name: "order age days", value: String(days) },
  ];
}

function refundDetails(refund: RefundNode, { requestApprovedAt }: ReturnNode): Details {
  const isKept = !requestApprovedAt || Date.parse(requestApprovedAt) > Date.parse(refund.createdAt ?? "");
  const paid = moneyOf(refund.totalRefundedSet);
  return [{ name: "goods", value: isKept ? "kept" : "sent back" }, ...(paid ? [{ name: "refunded", value: toDecimal(paid) }] : [])];
}

/** Whether money went back for it before: nothing is said where none did. */
function paidBefore(one: ReturnNode, order: OrderReturns, endedAtMs: number): Details {
  const paid = order.refunds
    .filter((refund) => Date.parse(refund.createdAt ?? "") <= endedAtMs && returnOfRefund(order, refund)?.id === one.id)
    .reduce((sum, refund) => sum + (moneyOf(refund.totalRefundedSet)?.amountMinor ?? 0), 0);
  const value = valueOf(one);
  return paid === 0 ? [] : [{ name: "refunded before", value: value && paid < value.amountMinor ? "in part" : "yes" }];
}
