import { boundBySorting, type Moved } from "./check-bound.ts";
import type { Problem } from "./problem.ts";

/** A way to have built some items: `end` by item, -1 where not built. */
export type State = { mask: number; total: number; free: number[]; end: number[] };

/** Whether the item can be the next to be built. */
export function mayFollow({ before, pinnedAt, notAt }: Problem, { end }: State, item: number): boolean {
  const position = end.filter((day) => day >= 0).length;
  const pinned = pinnedAt.indexOf(position);
  if (notAt?.position === position && notAt.item === item) return false;
  return end[item] === -1 && before[item]!.every((needed) => end[needed]! >= 0) && (pinned < 0 ? pinnedAt[item]! < 0 : pinned === item);
}

/** The state once the item is built next; `bit` is its number within the part. */
export function after(problem: Problem, state: State, item: number, bit: number): State {
  const { effort, worth, before, earliest, family, learning, curve } = problem;
  const relatives = family[item]! < 0 ? 0 : family.filter((name, other) => name === family[item] && state.end[other]! >= 0).length;
  const start = Math.max(state.free[0]!, earliest[item]!, ...before[item]!.map((needed) => state.end[needed]!));
  const done = start + effort[item]! * learning ** relatives;
  const free = [...state.free.slice(1).map((day) => Math.max(day, start)), done].sort((a, b) => a - b);
  return { mask: state.mask | (1 << bit), total: state.total + worth[item]! * curve.at(done), free, end: state.end.with(item, done) };
}

type Part = { part: readonly number[]; start: State; moved: readonly Moved[]; total: number };

/** The best total of the part: `total`, unless some set that sorting cannot rule out leads to more. Null beyond 31 items. */
export function bestByEnumeration(problem: Problem, { part, start, moved, total }: Part): number | null {
  if (part.length > 31) return null;
  let layer = [start];
  for (const _ of part) {
    const next = new Map<number, State[]>();
    for (const state of layer)
      for (const [bit, item] of part.entries()) {
        if (!mayFollow(problem, state, item)) continue;
        const made = after(problem, state, item, bit);
        const rivals = next.get(made.mask) ?? [];
        if (rivals.some((rival) => noWorse(rival, made))) continue;
        next.set(made.mask, [...rivals.filter((rival) => !noWorse(made, rival)), made]);
      }
    layer = [...next.values()].flat().filter((state) => {
      const open = part.filter((item) => state.end[item] === -1);
      return state.total + boundBySorting(problem, { open, freeDay: state.free[0]!, moved }) > total + 1e-12 * Math.abs(total);
    });
  }
  return layer.reduce((best, state) => Math.max(best, state.total), total);
}

/** Of two ways to build the same items: whatever follows `b` follows `a` no later. Ends before a team is free hold nothing up. */
function noWorse(a: State, b: State): boolean {
  return (
    a.total >= b.total &&
    a.free.every((day, team) => day <= b.free[team]!) &&
    (a.free.length === 1 || a.end.every((day, item) => day <= Math.max(b.end[item]!, b.free[0]!)))
  );
}
