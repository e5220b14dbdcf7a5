import { NEEDS_PERSON, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "#server/playbooks/inventory-sync/outcomes.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
const between = (low: number | null, high: number | null) => ({ test: "between" as const, low, high });
const found = { situation: is("found") };
const row = (id: string, when: RuleRow["when"], outcome: string): RuleRow => ({ id, when, outcome, reason: "As the planners do it." });

/** What the planners would write down if they were asked: their own policy, in the product's facts. */
export const inventoryRules: RuleTable = {
  columns: ["situation", "countedAs", "ledgerQuantity", "channelQuantity", "unitsApart", "daysApart"],
  rows: [
    row("counted-ledger", { situation: is("recounted"), countedAs: is("ledger") }, SET_TO_LEDGER),
    row("counted-channel", { situation: is("recounted"), countedAs: is("channel") }, KEEP_CHANNEL),
    row("scarce", { ...found, ledgerQuantity: between(1, 5), channelQuantity: between(1, null) }, STOP_SELLING),
    row("small", { ...found, unitsApart: between(null, 9) }, SET_TO_LEDGER),
    row("sold-in-a-day", { ...found, daysApart: between(null, 1) }, SET_TO_LEDGER),
    row("else-counted", found, ASK_RECOUNT),
    row("else", {}, NEEDS_PERSON),
  ],
};
