import { isDecline, APPROVE, KEEP_ITEM, RESTOCK, WRITE_OFF } from "#server/playbooks/returns/outcomes.ts";
import { ReturnsAction } from "#server/sandbox/departments/returns/act.ts";
import { goodsDecision, requestDecision } from "#server/sandbox/departments/returns/policy.ts";
import { factsOf } from "#server/sandbox/departments/returns/record.ts";
import type { ReturnCase } from "#server/sandbox/departments/returns/return-case.ts";
import { findReturn, returnsOf, type ReturnsState } from "#server/sandbox/departments/returns/state.ts";
import { numberIn } from "#server/sandbox/vendors/shopify/ids.ts";
import { returnsRules } from "#tests/automations/returns-rules.ts";
import type { Climber } from "./climber.ts";

/** Whether the desk's own policy wants this of the return. */
function isWanted(state: ReturnsState, item: ReturnCase, outcome: string): boolean {
  const wanted = requestDecision(factsOf(state, item));
  if (outcome === APPROVE) return wanted === "approve";
  if (isDecline(outcome)) return wanted === "decline";
  if (outcome === KEEP_ITEM) return wanted === "keep item";
  const goods = item.grade === null ? null : goodsDecision({ ...item, grade: item.grade });
  return goods?.refundShare === 1 && goods.restock === (outcome === RESTOCK);
}

/** Whether it wants one change that the shop took. */
function wantsChange(state: ReturnsState, action: ReturnsAction): boolean {
  const item = action.kind === "refund" ? returnsOf(state, action.orderNumber).at(-1) : findReturn(state, action.returnId);
  if (!item) return false;
  const wanted = requestDecision(factsOf(state, item));
  switch (action.kind) {
    case "approve":
      return wanted === "approve";
    case "decline": // A refund without goods is followed by one.
      return wanted !== "approve";
    case "refund":
      return item.grade === null ? wanted === "keep item" : goodsDecision({ ...item, grade: item.grade }).refundShare === 1;
    case "dispose":
      return isWanted(state, item, action.type === "RESTOCKED" ? RESTOCK : WRITE_OFF);
    default:
      return false;
  }
}

export const returnsClimb: Climber = {
  playbook: "returns",
  vendors: ["shopify"],
  shop: { seed: "climb-returns", profile: "strict", days: 14, ordersPerDay: 900 },
  pace: { everyMinutes: { before: 10, auto: 1 }, autoDays: 5 }, // Webhooks bring word within the minute.
  syncs: { withNews: { shopify: ["returns", "order-events"] }, hourly: {} },
  rules: returnsRules,
  watch({ departments }) {
    let seen = -1;
    return () => {
      const { returns } = departments.returns.state;
      const now = returns.length + returns.filter(({ grade }) => grade !== null).length;
      const had = now !== seen;
      seen = now;
      return had;
    };
  },
  isRight({ departments }, { caseId, outcome }) {
    const { state } = departments.returns;
    const item = findReturn(state, numberIn(caseId.replace("return:", ""), "Return") ?? 0);
    return item !== undefined && isWanted(state, item, outcome);
  },
  isRightChange({ departments }, entry) {
    if (entry.kind !== "department action" || entry.department !== "returns") return null;
    return wantsChange(departments.returns.state, ReturnsAction.parse(entry.action));
  },
  touches: ({ departmentTouches }) => departmentTouches.filter(({ department }) => department === "returns"),
};
