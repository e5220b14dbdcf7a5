import type { EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/** A path that cases take: activity numbers in order. coverage (0..1): share of cases on this and all variants before it. */
export type Variant = { activities: number[]; cases: number; share: number; coverage: number };

/** The most frequent variants, how many there are in all, and how many cases. */
export type Variants = { top: Variant[]; count: number; cases: number };

/** More are never read; a log in which every case differs has as many variants as cases. */
const TOP = 1000;

/**
 * Variants: the distinct sequences of activities of whole cases, most frequent first; equally frequent ones in an order that
 * depends on the sequence only.
 *
 * @param limit how many to describe; the coverage of the last of all is 1
 */
export function variants(columns: EventColumns, limit: number = TOP): Variants {
  const { found, cases, counts, hashes, sequence } = countVariants(columns);
  const order = Uint32Array.from({ length: found }, (_, variant) => variant).sort(
    (a, b) => counts[b]! - counts[a]! || hashes[a]! - hashes[b]! || compareSequences(sequence(a), sequence(b)),
  );
  let covered = 0;
  const top = Array.from(order.subarray(0, limit), (variant): Variant => {
    covered += counts[variant]!;
    return { activities: sequence(variant), cases: counts[variant]!, share: counts[variant]! / cases, coverage: covered / cases };
  });
  return { top, count: found, cases };
}

/** Every variant once, by number in the order it was first met, with how many cases take it. */
export function countVariants(columns: EventColumns): {
  found: number;
  cases: number;
  counts: Uint32Array;
  hashes: Uint32Array;
  sequence: (variant: number) => number[];
} {
  const { byCase, activityIx } = columns;
  let size = 4;
  while (size < 2 * columns.cases.length) size *= 2;
  // Open addressing: slot -> variant number + 1. Sequences that share a hash are told apart by comparing them.
  const slots = new Int32Array(size);
  const from = new Uint32Array(columns.cases.length);
  const to = new Uint32Array(columns.cases.length);
  const hashes = new Uint32Array(columns.cases.length);
  const counts = new Uint32Array(columns.cases.length);
  let found = 0;
  let cases = 0;
  const same = (variant: number, start: number, end: number) => {
    const length = end - start;
    const other = from[variant]!;
    if (to[variant]! - other !== length) return false;
    for (let at = 0; at < length; at += 1) if (activityIx[byCase[other + at]!] !== activityIx[byCase[start + at]!]) return false;
    return true;
  };
  eachCase(columns, (_, start, end) => {
    cases += 1;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ activityIx[byCase[at]!]!, 0x01000193) ^ (hash >>> 15);
    hash >>>= 0;
    let slot = hash & (size - 1);
    while (slots[slot] !== 0) {
      const variant = slots[slot]! - 1;
      if (hashes[variant] === hash && same(variant, start, end)) {
        counts[variant]! += 1;
        return;
      }
      slot = (slot + 1) & (size - 1);
    }
    slots[slot] = found + 1;
    from[found] = start;
    to[found] = end;
    hashes[found] = hash;
    counts[found] = 1;
    found += 1;
  });
  const sequence = (variant: number) => Array.from(byCase.subarray(from[variant], to[variant]), (i) => activityIx[i]!);
  return { found, cases, counts, hashes, sequence };
}

function compareSequences(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
