import { isAtTarget } from "./target.ts";

/** A count as our copy had it from a moment on; null where it was not known. */
export type Reading = { atMs: number; value: number | null };

/** One item on one channel: what it has to show and what it shows, each in order of time. */
export type ItemChannel = { item: string; channel: string; targets: readonly Reading[]; quantities: readonly Reading[] };

/** One that is apart from its target: by how many units (above 0: shows too many), and since when without a break. */
export type Apart = { item: string; channel: string; quantity: number; target: number; sinceMs: number };

/** How all item-channels stand at a moment, and how long it took in a window to close what came apart. */
export type StockStanding = {
  count: number;
  atTarget: number;
  /** Either count is not known: neither at the target nor apart. */
  unknown: number;
  /** Those apart for longest first. */
  apart: Apart[];
  /** Gaps that began and ended in the window: how many, and how long they were open; null where there was none. */
  closed: { count: number; medianMs: number | null; longestMs: number | null };
};

/**
 * @param atMs readings from then on are not looked at
 * @param sinceMs of the window in which closed gaps are counted
 */
export function stockStanding(
  all: readonly ItemChannel[],
  { atMs, sinceMs, tolerance }: { atMs: number; sinceMs: number; tolerance: number },
): StockStanding {
  const closed: number[] = [];
  const apart: Apart[] = [];
  let [atTarget, unknown] = [0, 0];
  for (const one of all) {
    const { now, gaps } = historyOf(one, atMs, tolerance);
    if (now.state === "at target") atTarget += 1;
    else if (now.state === "unknown") unknown += 1;
    else apart.push({ item: one.item, channel: one.channel, quantity: now.quantity, target: now.target, sinceMs: now.sinceMs });
    closed.push(...gaps.filter(({ fromMs }) => fromMs >= sinceMs).map(({ fromMs, toMs }) => toMs - fromMs));
  }
  apart.sort((a, b) => a.sinceMs - b.sinceMs || (`${a.item} ${a.channel}` < `${b.item} ${b.channel}` ? -1 : 1));
  closed.sort((a, b) => a - b);
  const middle = closed[Math.ceil(closed.length / 2) - 1] ?? null; // Of an even number the lower one, which was really seen.
  return {
    count: all.length,
    atTarget,
    unknown,
    apart,
    closed: { count: closed.length, medianMs: middle, longestMs: closed.at(-1) ?? null },
  };
}

type Now = { state: "at target" } | { state: "unknown" } | { state: "apart"; quantity: number; target: number; sinceMs: number };

/** Walks both counts together: how they stand at the end, and each stretch in which they were apart. */
function historyOf(
  { targets, quantities }: ItemChannel,
  atMs: number,
  tolerance: number,
): { now: Now; gaps: { fromMs: number; toMs: number }[] } {
  const changes = [
    ...targets.map(({ atMs: at, value }) => ({ at, which: "target" as const, value })),
    ...quantities.map(({ atMs: at, value }) => ({ at, which: "quantity" as const, value })),
  ]
    .filter(({ at }) => at < atMs)
    .sort((a, b) => a.at - b.at);
  const counts: { target: number | null; quantity: number | null } = { target: null, quantity: null };
  const gaps: { fromMs: number; toMs: number }[] = [];
  let apartSince: number | null = null;
  for (const [index, { at, which, value }] of changes.entries()) {
    counts[which] = value;
    if (changes[index + 1]?.at === at) continue; // What changed at one moment is one change.
    const { target, quantity } = counts;
    if (target === null || quantity === null) {
      apartSince = null; // How a gap ended that was lost sight of, nobody knows.
      continue;
    }
    if (!isAtTarget({ quantity, target }, tolerance)) apartSince ??= at;
    else if (apartSince !== null) {
      gaps.push({ fromMs: apartSince, toMs: at });
      apartSince = null;
    }
  }
  const { target, quantity } = counts;
  if (target === null || quantity === null) return { now: { state: "unknown" }, gaps };
  return { now: apartSince === null ? { state: "at target" } : { state: "apart", quantity, target, sinceMs: apartSince }, gaps };
}
