import type { RolloutPlan } from "./plan.ts";
import type { Solution } from "./solve.ts";
import { dayWords, listWords, moneyWords } from "./words.ts";

/** A bundle of items that belong together: of all that could be built at that point, prerequisites included, none returns more a day. */
export type Phase = {
  /** 1 for the first. */
  number: number;
  /** In the order to build them. */
  itemIds: string[];
  effortDays: number;
  valuePerWeekMinor: number;
  /** Value a week for each build day; null when the phase takes no effort. */
  returnPerDayMinor: number | null;
  /** One sentence for people who have never heard of optimisation. */
  sentence: string;
};

export type Phases = {
  phases: Phase[];
  /**
   * Whether the order builds phase after phase. Always so for least waiting with one team, no pins, no earliest starts and
   * no learning. Otherwise another order can be better, and the phases only show what belongs together.
   */
  orderFollowsPhases: boolean;
};

/** The phases of a plan, from the blocks of its solution. */
export function phasesOf(plan: RolloutPlan, solution: Pick<Solution, "order" | "blocks">): Phases {
  const items = plan.items.filter((item) => !item.excluded);
  const place = new Map(solution.order.map((item, position) => [item, position]));
  const phases = solution.blocks.map((block, at): Phase => {
    const ordered = [...block.items].sort((a, b) => place.get(a)! - place.get(b)!).map((item) => items[item]!);
    const returnPerDayMinor = block.effort === 0 ? null : block.worth / block.effort;
    const money = moneyWords(plan.currency, block.worth);
    const rest = at === 0 ? "" : " of what is left";
    const sentence =
      returnPerDayMinor === null
        ? `${listWords(ordered.map((item) => item.title))} can be done at once, without build effort.`
        : `${listWords(ordered.map((item) => item.title))}: ${dayWords(block.effort)} of work for ${money} a week. ` +
          `No other bundle${rest} that could be built now, with everything it needs, brings more for each day of work.`;
    return {
      number: at + 1,
      itemIds: ordered.map((item) => item.id),
      effortDays: block.effort,
      valuePerWeekMinor: block.worth,
      returnPerDayMinor,
      sentence,
    };
  });
  const byPhase = solution.blocks
    .flatMap((block, at) => block.items.map((item) => [place.get(item)!, at] as const))
    .sort((a, b) => a[0] - b[0]);
  const orderFollowsPhases = byPhase.every(([, phase], at) => at === 0 || byPhase[at - 1]![1] <= phase);
  return { phases, orderFollowsPhases };
}
