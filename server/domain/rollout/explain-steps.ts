import type { RolloutItem, RolloutPlan } from "./plan.ts";
import { toProblem } from "./problem.ts";
import type { SearchLimits } from "./set-search.ts";
import type { Solution } from "./solve.ts";
import { allPrerequisites } from "./start-orders.ts";
import { stepPrices, type StepPrice } from "./step-prices.ts";
import { dayWords, listWords, moneyWords } from "./words.ts";

/** A step of the order, why it stands there, in sentences anyone can follow, and what another choice would cost. */
export type StepExplanation = StepPrice & { sentences: string[] };

/** The first steps of a plan explained. The sentences state only what the search has shown; estimates are called so. */
export function explainSteps(
  plan: RolloutPlan,
  solution: Solution,
  { count = 3, limits = {} }: { count?: number; limits?: Partial<SearchLimits> } = {},
): StepExplanation[] {
  const problem = toProblem(plan);
  const items = plan.items.filter((item) => !item.excluded);
  const needsAll = allPrerequisites(problem);
  const money = (minor: number) => moneyWords(plan.currency, minor);
  const titleOf = (id: string) => items.find((item) => item.id === id)?.title ?? id;
  return stepPrices(plan, solution, { count, limits }).map((price, at) => {
    const index = solution.order[at]!;
    const item = items[index]!;
    const done = new Set(solution.order.slice(0, at));
    const opens = items.filter(
      (_, other) => needsAll[other]!.has(index) && [...needsAll[other]!].every((needed) => needed === index || done.has(needed)),
    );
    const sentences = [whatItIs(item, opens, money)];
    const bundle = solution.blocks.find((block) => block.items.includes(index))!;
    const others = bundle.items.filter((other) => other !== index && !done.has(other)).map((other) => items[other]!.title);
    if (others.length > 0 && bundle.effort > 0)
      sentences.push(
        `Together with ${listWords(others)} it belongs to a bundle that brings ${money(bundle.worth)} a week for ${dayWords(bundle.effort)} of work, ` +
          `${money(bundle.worth / bundle.effort)} a week for each day.`,
      );
    if (item.pinnedPosition !== undefined) sentences.push("It stands here because someone pinned it here.");
    sentences.push(whatElse(plan, price, titleOf));
    return { ...price, sentences };
  });
}

function whatItIs(item: RolloutItem, opens: readonly RolloutItem[], money: (minor: number) => string): string {
  const work = item.effortDays === 0 ? "takes no build effort" : `takes ${dayWords(item.effortDays)}`;
  const opened = opens.length === 0 ? "" : ` and opens the way to ${listWords(opens.map((other) => other.title))}`;
  if (item.valuePerWeekMinor === 0)
    return `"${item.title}" ${work}; by itself it saves nothing${opened === "" ? "" : `, but it${opened.slice(4)}`}.`;
  const perDay = item.effortDays === 0 ? "" : `, that is ${money(item.valuePerWeekMinor / item.effortDays)} a week for each day of work`;
  return `"${item.title}" ${work} and then saves ${money(item.valuePerWeekMinor)} a week${perDay}${opened === "" ? "" : `. It also${opened.slice(4)}`}.`;
}

function whatElse(plan: RolloutPlan, { otherId, priceMinor, proven }: StepPrice, titleOf: (id: string) => string): string {
  if (otherId === null || priceMinor === null) return "Nothing else can be started at this point.";
  const other = `"${titleOf(otherId)}"`;
  const amount = `${proven ? "" : "about "}${moneyWords(plan.currency, priceMinor)}`;
  if (priceMinor <= 0) return `Starting ${other} now instead would be just as good.`;
  const counted =
    plan.objective === "saved" ? `save ${amount} less in the first ${plan.horizonWeeks} weeks` : `lose ${amount} more while waiting`;
  return `The next best choice at this point is ${other}: the plan would then ${counted}, even with the best order after it.`;
}
