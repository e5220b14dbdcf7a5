import type { EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/** A path that cases take: activity numbers in order. coverage (0..1): share of cases on this and all more frequent variants. */
export type Variant = { activities: number[]; cases: number; share: number; coverage: number };

/**
 * Variants: the distinct sequences of activities of whole cases, most frequent first, then in order of their activities.
 *
 * @returns [] for an empty log; the last coverage is 1
 */
export function variants(columns: EventColumns): Variant[] {
  const { byCase, activityIx } = columns;
  // By hash of the sequence; sequences that share one are told apart by comparing them.
  const found = new Map<number, { from: number; to: number; cases: number }[]>();
  let total = 0;
  eachCase(columns, (_, from, to) => {
    total += 1;
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ activityIx[byCase[at]!]!, 0x01000193) ^ (hash >>> 15);
    const same = (other: { from: number; to: number }) => {
      if (other.to - other.from !== to - from) return false;
      for (let at = 0; at < to - from; at += 1) if (activityIx[byCase[other.from + at]!] !== activityIx[byCase[from + at]!]) return false;
      return true;
    };
    const candidates = found.get(hash);
    const known = candidates?.find(same);
    if (known) known.cases += 1;
    else if (candidates) candidates.push({ from, to, cases: 1 });
    else found.set(hash, [{ from, to, cases: 1 }]);
  });
  const sorted = [...found.values()]
    .flat()
    .map(({ from, to, cases }) => ({ activities: Array.from(byCase.subarray(from, to), (i) => activityIx[i]!), cases }))
    .sort((a, b) => b.cases - a.cases || compareSequences(a.activities, b.activities));
  let covered = 0;
  return sorted.map(({ activities, cases }) => {
    covered += cases;
    return { activities, cases, share: cases / total, coverage: covered / total };
  });
}

function compareSequences(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
