import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { compareOrders } from "#server/domain/rollout/compare-orders.ts";
import { priceFigure } from "#server/domain/rollout/figures.ts";
import { toRolloutPlan } from "#server/domain/rollout/stored-plan.ts";
import { frameOf, type PlanData } from "./plan-data.ts";

/** Whether the best order is proven, how far off it can be otherwise, and what the order followed and the rules-first one cost. */
export function Certainty({ plan }: { plan: PlanData }) {
  const { stored, solution, built, planned } = plan;
  if (!solution) return null;
  const rollout = toRolloutPlan(stored, { built });
  const orders = compareOrders(
    rollout,
    solution,
    planned.map(({ itemId }) => itemId),
  );
  const best = orders.find(({ name }) => name === "optimal");
  const price = (name: "own" | "rules-first", label: string) => {
    const order = orders.find((one) => one.name === name);
    return order && best
      ? priceFigure(label, stored, {
          priceMinor: order.priceMinor,
          bestMinor: best.moneyMinor,
          thisMinor: order.moneyMinor,
          frame: frameOf(plan),
        })
      : null;
  };
  const own = stored.ownOrder === null ? null : price("own", "Price of your order");
  const rulesFirst = price("rules-first", "Price of rules first");
  const less = stored.objective === "saved" ? "less" : "more lost";
  return (
    <>
      {solution.order.length === 1
        ? ""
        : solution.proven
          ? `Proven: no other order of these ${solution.order.length} items is better. `
          : `The best order found for these ${solution.order.length} items; not proven. ${gapText(solution)} `}
      {own && (
        <>
          You follow an order of your own: <FigureValue figure={own} /> {less} than the best one.{" "}
        </>
      )}
      {rulesFirst && (rulesFirst.value ?? 0) > 0 && (
        <>
          Highest volume and most rules-based first would bring <FigureValue figure={rulesFirst} /> {less}.
        </>
      )}
      {rulesFirst &&
        solution.order.length > 1 &&
        (rulesFirst.value ?? 0) <= 0 &&
        "Highest volume and most rules-based first would be as good."}{" "}
      Efforts, capture and shares of rules are assumptions until you change them; a back-test measures the share.
    </>
  );
}

/** How much better an order could be at most, as a share of what was found. */
export function gapText({ total, bound }: { total: number; bound: number }): string {
  if (total === 0) return "Nothing is known of how much better another one could be.";
  const gap = Math.max(0, (bound - total) / Math.abs(total));
  return `Another one could be better by at most ${Math.round(gap * 1000) / 10} %.`;
}
