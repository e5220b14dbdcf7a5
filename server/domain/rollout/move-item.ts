import { toProblem } from "./problem.ts";
import type { RolloutPlan } from "./plan.ts";
import { allPrerequisites } from "./start-orders.ts";

export type MovedOrder = {
  order: string[];
  /** Items that had to move along: those it needs when it moves ahead, those that need it when it moves back. */
  movedAlong: string[];
};

/**
 * The order after a person takes one item to another place. What the item needs comes along ahead of it, and what needs it
 * stays behind it; all others keep their order.
 *
 * @param order ids of all items that are not excluded, each after what it needs
 * @param position wished place, 1 for the first; the item may land later when more of what it needs must come first
 * @throws RangeError when the order does not hold the item
 */
export function moveItem(plan: RolloutPlan, order: readonly string[], { id, position }: { id: string; position: number }): MovedOrder {
  const from = order.indexOf(id);
  if (from < 0) throw new RangeError(`The order does not hold "${id}".`);
  const to = Math.min(order.length, Math.max(1, Math.round(position))) - 1;
  const { ids, ...problem } = toProblem(plan);
  const needsAll = allPrerequisites(problem);
  const needs = (item: string, other: string) => needsAll[ids.indexOf(item)]?.has(ids.indexOf(other)) === true;
  const passed = to < from ? order.slice(to, from) : order.slice(from + 1, to + 1);
  const movedAlong = passed.filter((other) => (to < from ? needs(id, other) : needs(other, id)));
  const stay = passed.filter((other) => !movedAlong.includes(other));
  const reordered = to < from ? [...movedAlong, id, ...stay] : [...stay, id, ...movedAlong];
  const first = Math.min(from, to);
  return { order: [...order.slice(0, first), ...reordered, ...order.slice(first + reordered.length)], movedAlong };
}
