import type { ChartData } from "#app/ui/chart/chart-data.ts";
import type { ComparedOrder, OrderName } from "#server/domain/rollout/compare-orders.ts";

export const ORDER_NAMES: Record<OrderName, string> = {
  optimal: "Optimal",
  "rules-first": "Rules first",
  "most-complex": "Most complex first",
  "most-valuable": "Most valuable first",
  greedy: "Best value per day first",
  own: "Your order",
};

/** Drawn, in this order; more lines could not be told apart. The others stand in the table. */
const DRAWN: readonly OrderName[] = ["optimal", "rules-first", "most-complex", "own"];

/** Savings that add up week by week, one line an order. The x axis counts weeks from the start of the plan. */
export function savingsCurves(orders: readonly ComparedOrder[], currency: string): ChartData {
  const drawn = DRAWN.flatMap((name) => orders.find((order) => order.name === name) ?? []);
  const weeks = drawn[0]?.curve.map(({ week }) => week) ?? [];
  return {
    pointsAre: "Week",
    series: drawn.map(({ name }) => ORDER_NAMES[name]),
    points: weeks.map((week, at) => ({ label: String(week), values: drawn.map(({ curve }) => curve[at]?.savedMinor ?? null) })),
    unit: { kind: "money", currency },
  };
}
