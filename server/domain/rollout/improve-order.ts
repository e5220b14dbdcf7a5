import type { Problem } from "./problem.ts";
import { orderProblem, schedule } from "./schedule.ts";

/** Better orders are looked for among single moves until none helps or this many orders were tried. */
const MAX_TRIES = 60_000;

/** Takes single items to other places as long as the total rises. The result keeps prerequisites and pins if `order` does. */
export function improveOrder(problem: Problem, order: readonly number[], shouldStop: () => boolean): { order: number[]; total: number } {
  let best = [...order];
  let total = schedule(problem, best).total;
  let tries = 0;
  for (let improved = true; improved;) {
    improved = false;
    for (let from = 0; from < best.length; from += 1)
      for (let to = 0; to < best.length; to += 1) {
        if (from === to) continue;
        if (tries > MAX_TRIES || ((tries & 0x3ff) === 0 && shouldStop())) return { order: best, total };
        tries += 1;
        const moved = moveTo(best, from, to);
        const reach = moved.slice(Math.min(from, to), Math.max(from, to) + 1);
        if (!keepsOrder(problem, moved[to]!, reach, to < from)) continue;
        if (orderProblem(problem, moved) !== null) continue;
        const movedTotal = schedule(problem, moved).total;
        if (movedTotal > total + 1e-12 * Math.abs(total)) {
          [best, total, improved] = [moved, movedTotal, true];
        }
      }
  }
  return { order: best, total };
}

/** A copy with the item at `from` taken to `to`. */
export function moveTo(order: readonly number[], from: number, to: number): number[] {
  const moved = order.filter((_, position) => position !== from);
  moved.splice(to, 0, order[from]!);
  return moved;
}

/** Quick refusal: an item that jumps ahead of one it needs, or behind one that needs it. */
function keepsOrder({ before }: Problem, item: number, passed: readonly number[], ahead: boolean): boolean {
  return ahead ? !passed.some((other) => before[item]!.includes(other)) : !passed.some((other) => before[other]!.includes(item));
}
