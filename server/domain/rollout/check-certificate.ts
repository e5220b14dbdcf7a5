import type { Certificate } from "./certificate.ts";
import { boundBySorting, movesProblem } from "./check-bound.ts";
import type { Problem } from "./problem.ts";

/** A way to have built some items: `end` by item, -1 where not built. */
type State = { mask: number; total: number; free: number[]; end: number[] };

const same = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/**
 * Accepts (null) or says what is wrong. Shares no code with the search, so an error there cannot hide here. It reads the
 * numbers of the problem and the curve as given. Parts rest on Sidney's theorem (1975); nothing else is taken on trust.
 */
export function checkCertificate(problem: Problem, certificate: Certificate): string | null {
  const indexOf = new Map(problem.ids.map((id, item) => [id, item]));
  const order = certificate.order.map((id) => indexOf.get(id) ?? -1);
  if (order.length !== problem.ids.length) return "the order does not hold every item once";
  const moved = certificate.moved.map((move) => ({ ...move, from: indexOf.get(move.from) ?? -1, to: indexOf.get(move.to) ?? -1 }));
  const parts = certificate.parts.map((part) => part.items.map((id) => indexOf.get(id) ?? -1));
  const wrong = movesProblem(problem, moved) ?? partsProblem(problem, parts, moved);
  if (wrong !== null) return wrong;
  let state: State = { mask: 0, total: 0, free: Array.from({ length: problem.teams }, () => 0), end: problem.ids.map(() => -1) };
  let bound = 0;
  for (const [at, part] of parts.entries()) {
    const start = { ...state, mask: 0, total: 0 };
    let inOrder = start;
    for (const item of order.splice(0, part.length)) {
      if (!part.includes(item) || !mayFollow(problem, inOrder, item)) return `"${problem.ids[item]}" cannot stand where the order has it`;
      inOrder = after(problem, inOrder, item, part.indexOf(item));
    }
    const best = certificate.parts[at]!.enumerated
      ? bestByEnumeration(problem, { part, start, moved, total: inOrder.total })
      : Math.max(inOrder.total, boundBySorting(problem, { open: part, freeDay: start.free[0]!, moved }));
    if (best === null) return "a part is too large to be gone through again";
    bound += best;
    state = { ...inOrder, total: state.total + inOrder.total };
  }
  if (!same(state.total, certificate.total)) return `the order brings ${state.total}, not ${certificate.total}`;
  return same(bound, certificate.bound) ? null : `the bound is ${bound}, not ${certificate.bound}`;
}

function mayFollow({ before, pinnedAt, notAt }: Problem, { end }: State, item: number): boolean {
  const position = end.filter((day) => day >= 0).length;
  const pinned = pinnedAt.indexOf(position);
  if (notAt?.position === position && notAt.item === item) return false;
  return end[item] === -1 && before[item]!.every((needed) => end[needed]! >= 0) && (pinned < 0 ? pinnedAt[item]! < 0 : pinned === item);
}

function after(problem: Problem, state: State, item: number, bit: number): State {
  const { effort, worth, before, earliest, family, learning, curve } = problem;
  const relatives = family[item]! < 0 ? 0 : family.filter((name, other) => name === family[item] && state.end[other]! >= 0).length;
  const start = Math.max(state.free[0]!, earliest[item]!, ...before[item]!.map((needed) => state.end[needed]!));
  const done = start + effort[item]! * learning ** relatives;
  const free = [...state.free.slice(1).map((day) => Math.max(day, start)), done].sort((a, b) => a - b);
  return { mask: state.mask | (1 << bit), total: state.total + worth[item]! * curve.at(done), free, end: state.end.with(item, done) };
}

type Part = { part: readonly number[]; start: State; moved: Parameters<typeof movesProblem>[1]; total: number };

/** The best total of the part: `total`, unless some set that sorting cannot rule out leads to more. Null beyond 31 items. */
function bestByEnumeration(problem: Problem, { part, start, moved, total }: Part): number | null {
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

/** Parts must hold every item once; more than one must be blocks of equal value per day that never rises (Sidney 1975). */
function partsProblem(problem: Problem, parts: readonly (readonly number[])[], moved: Part["moved"]): string | null {
  const { ids, effort, worth, family, learning, pinnedAt, notAt, earliest, teams, curve } = problem;
  const partOf = ids.map((_, item) => parts.findIndex((part) => part.includes(item)));
  if (partOf.includes(-1) || parts.flat().length !== ids.length) return "the parts do not hold every item once";
  if (parts.length < 2) return null;
  const learns = learning !== 1 && family.some((name, item) => name >= 0 && family.indexOf(name) !== item);
  if (teams > 1 || learns || pinnedAt.some((place) => place >= 0) || notAt !== undefined || earliest.some((day) => day > 0))
    return "only a plan of one team without calendar, pins and learning falls into parts";
  const days = parts.map((part) => part.reduce((total, item) => total + effort[item]!, 0));
  const value = parts.map((part) => part.reduce((total, item) => total + worth[item]!, 0));
  if (curve.straightUntilDay < days.reduce((a, b) => a + b)) return "the curve is not straight to the end of the plan";
  if (days.some((count, at) => at > 0 && count === 0)) return "only the first part may take no effort";
  for (let at = 1; at < parts.length; at += 1)
    if (days[at - 1]! > 0 && value[at]! * days[at - 1]! > value[at - 1]! * days[at]! * (1 + 1e-9))
      return "value a day rises from one part to the next";
  const shifted = worth.map((amount, item) =>
    moved.reduce((sum, m) => sum + (m.to === item ? m.amount : 0) - (m.from === item ? m.amount : 0), amount),
  );
  const even = (item: number) =>
    Math.abs(shifted[item]! * days[partOf[item]!]! - value[partOf[item]!]! * effort[item]!) <=
    1e-9 * value[partOf[item]!]! * days[partOf[item]!]!;
  const inside = moved.every(({ from, to }) => partOf[from] === partOf[to]);
  return inside && ids.every((_, item) => even(item)) ? null : "a part holds a bundle that returns more than the part";
}
