import { NEEDS_PERSON, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import {
  APPROVE,
  DECLINE,
  FINAL_SALE,
  KEEP_ITEM,
  LEAVE_UNPAID,
  PAY_A_PART,
  RESTOCK,
  TOO_LATE,
  WRITE_OFF,
} from "#server/playbooks/returns/outcomes.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
const upTo = (high: number) => ({ test: "between" as const, low: null, high });
const from = (low: number) => ({ test: "between" as const, low, high: null });
const FAULTS = is("defective", "wrong_item", "not_as_described");
const CHANGED_MINDS = is("unwanted", "style", "color", "other");
const asked = { situation: is("asked") };
const graded = { situation: is("graded") };
const row = (id: string, when: RuleRow["when"], outcome: string): RuleRow => ({
  id,
  when,
  outcome,
  reason: "As the returns desk does it.",
});

/** What the returns desk would write down if it were asked: its own policy, in the product's facts. */
export const returnsRules: RuleTable = {
  columns: ["situation", "reason", "sku", "value", "orderAgeDays", "earlierReturns", "grade"],
  rows: [
    row("late-fault", { ...asked, reason: FAULTS, orderAgeDays: from(61) }, TOO_LATE),
    row("late", { ...asked, reason: CHANGED_MINDS, orderAgeDays: from(31) }, TOO_LATE),
    row("hygiene", { ...asked, reason: CHANGED_MINDS, sku: is("HP-CND-01", "HP-CND-03") }, FINAL_SALE),
    row("often", { ...asked, reason: CHANGED_MINDS, earlierReturns: from(2) }, DECLINE),
    row("cheap-fault", { ...asked, reason: FAULTS, value: upTo(30) }, KEEP_ITEM),
    row("approve", asked, APPROVE),
    row("as-new", { ...graded, grade: is("a") }, RESTOCK),
    row("opened-textile", { ...graded, grade: is("b"), sku: is("HP-LIN-02", "HP-THR-02") }, WRITE_OFF),
    row("opened", { ...graded, grade: is("b") }, RESTOCK),
    row("damaged-by-us", { ...graded, grade: is("c"), reason: FAULTS }, WRITE_OFF),
    row("damaged-by-them", { ...graded, grade: is("c") }, PAY_A_PART),
    row("not-there", { ...graded, grade: is("d") }, LEAVE_UNPAID),
    row("else", {}, NEEDS_PERSON),
  ],
};
