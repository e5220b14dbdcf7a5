import { figureText } from "#app/ui/figure/figure-text.ts";
import { compareOrders } from "#server/domain/rollout/compare-orders.ts";
import { planAmount } from "#server/domain/rollout/figures.ts";
import { moveItem } from "#server/domain/rollout/move-item.ts";
import { toRolloutPlan } from "#server/domain/rollout/stored-plan.ts";
import { frameOf, type PlanData } from "./plan-data.ts";

/** The order after one item moved, and what is said aloud about it: its place, what moved along, and the price of the order. */
export function moveAndPrice(
  plan: PlanData,
  order: readonly string[],
  { id, position, locale }: { id: string; position: number; locale: string },
): { order: string[]; sentence: string } {
  const rollout = toRolloutPlan(plan.stored, { built: plan.built });
  const { order: next, movedAlong } = moveItem(rollout, order, { id, position });
  const title = (one: string) => plan.stored.items.find((item) => item.id === one)?.title ?? one;
  const price = plan.solution ? compareOrders(rollout, plan.solution, next).find(({ name }) => name === "own")?.priceMinor : undefined;
  const along = movedAlong.length === 0 ? "" : ` ${movedAlong.map(title).join(" and ")} moved along.`;
  return {
    order: next,
    sentence: `${title(id)} is number ${next.indexOf(id) + 1} of ${next.length}.${along} ${priceSentence(price, plan, locale)}`,
  };
}

function priceSentence(priceMinor: number | undefined, plan: PlanData, locale: string): string {
  if (priceMinor === undefined) return "";
  if (priceMinor <= 0) return "This order costs nothing against the best one.";
  const price = planAmount("Price of this order", plan.stored, {
    minor: priceMinor,
    formula: "value of the best order - value of this order",
    asOf: frameOf(plan).asOf,
  });
  const money = figureText(price, { locale });
  return plan.stored.objective === "saved"
    ? `This order saves ${money} less than the best one.`
    : `This order loses ${money} more than the best one while waiting.`;
}
