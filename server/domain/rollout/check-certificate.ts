import type { Certificate } from "./certificate.ts";
import { boundBySorting, movesProblem } from "./check-bound.ts";
import { after, bestByEnumeration, mayFollow, type State } from "./check-enumeration.ts";
import { partsProblem } from "./check-parts.ts";
import type { Problem } from "./problem.ts";

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
