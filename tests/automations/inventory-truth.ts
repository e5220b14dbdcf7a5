import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "#server/playbooks/inventory-sync/outcomes.ts";
import type { InventoryAction } from "#server/sandbox/departments/inventory/act.ts";
import { differenceDecision } from "#server/sandbox/departments/inventory/policy.ts";
import type { Difference } from "#server/sandbox/departments/inventory/stock.ts";

/** Whether the planners' own policy wants this of the difference: the truth, hidden from the product. */
export function isWanted(difference: Difference, outcome: string): boolean {
  const policy = differenceDecision(difference);
  if (outcome === ASK_RECOUNT) return policy === "recount";
  if (outcome === STOP_SELLING) return policy === "stop";
  // What has sold out meanwhile needs not be stopped.
  const isAdjusted = policy === "adjust" || (policy === "stop" && difference.level.quantities.available === 0);
  return isAdjusted && (outcome === SET_TO_LEDGER) === ((difference.countedAs ?? "ledger") === "ledger");
}

/** The outcome that a change of an app carries out; null for one that takes another back. */
export function outcomeOf({ direction }: Difference, { parts }: InventoryAction): string | null {
  const changed = (name: string) => parts.filter(({ state }) => state === name).reduce((sum, { delta }) => sum + delta, 0);
  if (changed("quality_control") > 0) return ASK_RECOUNT;
  if (changed("available") < 0) return STOP_SELLING;
  if (changed("safety_stock") >= 0) return null;
  const isPutOnSale = changed("available") > 0;
  return isPutOnSale === (direction === "channel below") ? SET_TO_LEDGER : KEEP_CHANNEL;
}
