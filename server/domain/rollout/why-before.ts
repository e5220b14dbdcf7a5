import { priceOf } from "./money-of-total.ts";
import type { RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";
import type { SearchLimits } from "./set-search.ts";
import type { Solution } from "./solve.ts";
import { allPrerequisites } from "./start-orders.ts";
import { solveOrNull } from "./step-prices.ts";
import { dayWords, moneyWords } from "./words.ts";

export type WhyBefore = {
  /** `needed`: the later item cannot be built without the earlier one. `pays`: turning the two round costs money. `even`: it costs nothing. */
  kind: "needed" | "pays" | "even";
  /**
   * Value a week lost or won by the two items alone if they changed places side by side: the weekly value of the first times
   * the effort of the second, minus the reverse, as money.
   */
  exchangeMinor: number;
  /** What the best order with the later item first costs more, everything else free to move; null when it needs the earlier one. */
  priceMinor: number | null;
  /** Whether that price is proven. */
  proven: boolean;
  sentence: string;
};

/**
 * Why one item stands before another.
 *
 * @param solution the solution of this plan
 * @throws RangeError when one of the two is not in the plan
 */
export function whyBefore(
  plan: RolloutPlan,
  solution: Solution,
  { earlier, later, limits = {} }: { earlier: string; later: string; limits?: Partial<SearchLimits> },
): WhyBefore {
  const problem = toProblem(plan);
  const items = plan.items.filter((item) => !item.excluded);
  const a = problem.ids.indexOf(earlier);
  const b = problem.ids.indexOf(later);
  const first = items[a];
  const second = items[b];
  if (first === undefined || second === undefined) throw new RangeError("One of the two items is not in the plan.");
  const money = (minor: number) => moneyWords(plan.currency, minor);
  const exchangeMinor = Math.round(
    (first.valuePerWeekMinor * second.effortDays - second.valuePerWeekMinor * first.effortDays) / plan.buildDaysPerWeek,
  );
  if (allPrerequisites(problem)[b]!.has(a)) {
    const sentence = `"${second.title}" needs "${first.title}", so there is no choice.`;
    return { kind: "needed", exchangeMinor, priceMinor: null, proven: true, sentence };
  }
  const turned = { ...problem, before: problem.before.map((list, item) => (item === a && !list.includes(b) ? [...list, b] : list)) };
  const other = solveOrNull(turned, limits);
  if (other === null) {
    const sentence = `With the places that are pinned, "${second.title}" cannot come before "${first.title}".`;
    return { kind: "needed", exchangeMinor, priceMinor: null, proven: true, sentence };
  }
  const priceMinor = priceOf(plan, solution.total, other.total);
  const proven = solution.proven && other.proven;
  const each = (item: typeof first) => `"${item.title}" brings ${money(item.valuePerWeekMinor)} a week for ${dayWords(item.effortDays)}`;
  const loss =
    plan.objective === "saved" ? `saves ${money(priceMinor)} less by the horizon` : `loses ${money(priceMinor)} more while waiting`;
  const about = proven ? "" : "about ";
  const sentence =
    priceMinor > 0
      ? `${each(first)}; ${each(second)}. The best plan with "${second.title}" before it ${loss.replace(money(priceMinor), about + money(priceMinor))}.`
      : `${each(first)}; ${each(second)}. The other way round is just as good.`;
  return { kind: priceMinor > 0 ? "pays" : "even", exchangeMinor, priceMinor, proven, sentence };
}
