import { mayStandAt, type Problem } from "./problem.ts";
import type { Relaxation } from "./relaxation.ts";
import { takeTeam } from "./schedule.ts";
import type { SearchLimits, SearchResult } from "./set-search.ts";

/** A label is an object with its team dates and links, about this many times the memory of a set of the plain search. */
const SETS_PER_LABEL = 8;
/** Labels kept a layer once proving is given up. */
const BEAM_LABELS = 500;

/** One way to have built a set: when teams are free, what it brought, and ends that may still hold up a later item. */
type Label = { total: number; free: number[]; open: readonly OpenEnd[]; item: number; parent: Label | null };
type OpenEnd = { item: number; endDay: number };

/**
 * The best order when ends depend on the order (earliest starts, learning, several teams): for every prerequisite-closed set
 * all ways to have built it of which none is at least as good in every respect.
 *
 * @param knownTotal total of an order in hand; only better ones are sought
 */
export function searchLabels(
  problem: Problem,
  { knownTotal, bound, limits }: { knownTotal: number; bound: Relaxation; limits: SearchLimits },
): SearchResult {
  const { effort, worth, before, earliest, family, learning, curve } = problem;
  const n = effort.length;
  const needs = before.map((list) => list.reduce((mask, item) => mask | (1 << item), 0));
  const relatives = family.map((name) => family.reduce((mask, other, at) => (name >= 0 && other === name ? mask | (1 << at) : mask), 0));
  const mustBeat = knownTotal + 1e-12 * Math.abs(knownTotal);
  let layer = new Map<number, Label[]>([
    [0, [{ total: 0, free: Array.from({ length: problem.teams }, () => 0), open: [], item: -1, parent: null }]],
  ]);
  let states = 0;
  let closed = true;

  for (let position = 0; position < n; position += 1) {
    const next = new Map<number, Label[]>();
    const stands = effort.map((_, item) => mayStandAt(problem, item, position));
    let kept = 0;
    expand: for (const [built, labels] of layer)
      for (let item = 0; item < n; item += 1) {
        if ((built & (1 << item)) !== 0 || (needs[item]! & ~built) !== 0 || !stands[item]) continue;
        const set = built | (1 << item);
        const days = effort[item]! * learning ** countBits(built & relatives[item]!);
        const rivals = next.get(set) ?? [];
        for (const label of labels) {
          let start = Math.max(label.free[0]!, earliest[item]!);
          for (const end of label.open) if ((needs[item]! & (1 << end.item)) !== 0) start = Math.max(start, end.endDay);
          const end = start + days;
          const free = [...label.free];
          takeTeam(free, start, end);
          const total = label.total + worth[item]! * curve.at(end);
          const open = problem.teams === 1 ? label.open : openEnds(label.open, { item, endDay: end }, free[0]!, needs, set);
          const made: Label = { total, free, open, item, parent: label };
          states += 1;
          if (rivals.some((rival) => atLeastAsGood(rival, made))) continue;
          if (total + bound({ built: set, freeDays: free }) <= mustBeat) continue;
          let write = 0;
          for (const rival of rivals) if (!atLeastAsGood(made, rival)) rivals[write++] = rival;
          kept += 1 + write - rivals.length;
          rivals.length = write;
          rivals.push(made);
          if (rivals.length === 1) next.set(set, rivals);
          if ((states & 0xfff) === 0 && limits.shouldStop()) return { order: null, closed: false, states };
        }
        if (closed && states * SETS_PER_LABEL > limits.maxStates) {
          closed = false;
          break expand;
        }
      }
    layer = closed || kept <= BEAM_LABELS ? next : mostPromising(next, bound);
    limits.onProgress({ placed: position + 1, items: n, states });
    if (limits.shouldStop()) return { order: null, closed: false, states };
  }
  const best = [...layer.values()].flat().reduce<Label | null>((a, b) => (a === null || b.total > a.total ? b : a), null);
  if (best === null || best.total <= mustBeat) return { order: null, closed, states };
  const order: number[] = [];
  for (let at: Label | null = best; at !== null && at.item >= 0; at = at.parent) order.push(at.item);
  return { order: order.toReversed(), closed, states };
}

/** Ends later than the first free team that an item outside the set waits for. */
function openEnds(open: readonly OpenEnd[], added: OpenEnd, firstFree: number, needs: readonly number[], set: number): OpenEnd[] {
  const waitedFor = needs.reduce((mask, need, item) => ((set & (1 << item)) === 0 ? mask | need : mask), 0);
  return [...open, added].filter(({ item, endDay }) => endDay > firstFree && (waitedFor & (1 << item)) !== 0);
}

/** Whether whatever can follow `b` can follow `a` no later and with no smaller total. */
function atLeastAsGood(a: Label, b: Label): boolean {
  if (a.total < b.total) return false;
  for (let team = 0; team < a.free.length; team += 1) if (a.free[team]! > b.free[team]!) return false;
  return a.open.every(({ item, endDay }) => {
    const inB = b.open.find((end) => end.item === item)?.endDay ?? Number.NEGATIVE_INFINITY;
    return endDay <= Math.max(inB, b.free[0]!);
  });
}

function mostPromising(layer: ReadonlyMap<number, readonly Label[]>, bound: Relaxation): Map<number, Label[]> {
  const all = [...layer].flatMap(([set, labels]) =>
    labels.map((label) => ({ set, label, hope: label.total + bound({ built: set, freeDays: label.free }) })),
  );
  all.sort((a, b) => b.hope - a.hope);
  const kept = new Map<number, Label[]>();
  for (const { set, label } of all.slice(0, BEAM_LABELS)) kept.set(set, [...(kept.get(set) ?? []), label]);
  return kept;
}

function countBits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
}
