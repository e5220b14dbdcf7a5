import { mayStandAt, type Problem } from "./problem.ts";

/**
 * Orders to start the search from, best rule for any case unknown: the best value per build day of an item with all its unmet
 * prerequisites, and the best value per build day among what can start. Pins are kept. Empty when pins leave no order.
 */
export function startOrders(problem: Problem): number[][] {
  const needsAll = allPrerequisites(problem);
  const withUnmet = (item: number, done: ReadonlySet<number>) => {
    let effort = problem.effort[item]!;
    let worth = problem.worth[item]!;
    for (const needed of needsAll[item]!)
      if (!done.has(needed)) {
        effort += problem.effort[needed]!;
        worth += problem.worth[needed]!;
      }
    return ratio(worth, effort);
  };
  const bundled = buildOrder(problem, (startable, done) => {
    let best = startable[0]!;
    let bestRatio = Number.NEGATIVE_INFINITY;
    for (let item = 0; item < problem.ids.length; item += 1) {
      if (done.has(item)) continue;
      const opener = startable.find((s) => s === item || needsAll[item]!.has(s));
      if (opener === undefined) continue;
      const r = withUnmet(item, done);
      if (r > bestRatio) [best, bestRatio] = [opener, r];
    }
    return best;
  });
  const greedy = greedyOrder(problem);
  return [bundled, greedy].filter((order) => order !== null);
}

/** Always the startable item with the best value per build day (weighted shortest job first); null when pins leave no order. */
export function greedyOrder(problem: Problem): number[] | null {
  return buildOrder(problem, (startable) =>
    startable.reduce((best, item) =>
      ratio(problem.worth[item]!, problem.effort[item]!) > ratio(problem.worth[best]!, problem.effort[best]!) ? item : best,
    ),
  );
}

const ratio = (worth: number, effort: number) => (effort === 0 ? Number.POSITIVE_INFINITY : worth / effort);

/** Builds an order position by position with `choose` among the items that may come next; null when pins leave no order. */
export function buildOrder(problem: Problem, choose: (startable: readonly number[], done: ReadonlySet<number>) => number): number[] | null {
  const order: number[] = [];
  const done = new Set<number>();
  const pinned = problem.notAt !== undefined || problem.pinnedAt.some((position) => position >= 0);
  if (pinned && !canFinish(problem, order)) return null;
  while (order.length < problem.ids.length) {
    const startable: number[] = [];
    for (let item = 0; item < problem.ids.length; item += 1) {
      if (done.has(item) || !problem.before[item]!.every((needed) => done.has(needed))) continue;
      if (!pinned || canFinish(problem, [...order, item])) startable.push(item);
    }
    const next = choose(startable, done);
    order.push(next);
    done.add(next);
  }
  return order;
}

/**
 * Whether the pins can still be kept after this beginning: earliest-due-first over the positions left, with due positions
 * tightened along prerequisites, finds an order whenever there is one (unit tasks on one machine, Lawler 1973).
 */
export function canFinish(problem: Problem, beginning: readonly number[]): boolean {
  const n = problem.ids.length;
  const position = new Map(beginning.map((item, at) => [item, at]));
  for (const [item, at] of position) {
    if (!mayStandAt(problem, item, at)) return false;
    if (!problem.before[item]!.every((needed) => (position.get(needed) ?? n) < at)) return false;
  }
  const due = problem.pinnedAt.map((pin) => (pin >= 0 ? pin : n - 1));
  for (let round = 0, changed = true; changed && round <= n; round += 1) {
    changed = false;
    for (let item = 0; item < n; item += 1)
      for (const needed of problem.before[item]!)
        if (due[needed]! > due[item]! - 1) {
          due[needed] = due[item]! - 1;
          changed = true;
        }
  }
  for (let at = beginning.length; at < n; at += 1) {
    let next = -1;
    for (let item = 0; item < n; item += 1) {
      if (position.has(item) || problem.pinnedAt[item]! > at) continue;
      if (problem.notAt?.item === item && problem.notAt.position === at) continue;
      if (!problem.before[item]!.every((needed) => position.has(needed))) continue;
      if (next < 0 || due[item]! < due[next]!) next = item;
    }
    if (next < 0 || due[next]! < at) return false;
    position.set(next, at);
  }
  return true;
}

/** All prerequisites of each item, direct and indirect. */
export function allPrerequisites({ before }: Pick<Problem, "before">): Set<number>[] {
  return before.map((_, item) => {
    const all = new Set<number>(before[item]);
    for (const needed of all) for (const deeper of before[needed]!) all.add(deeper);
    return all;
  });
}
