import type { Spread } from "./case-times.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;

/**
 * A duration as it is kept in sums over many cases: whole seconds below an hour, whole minutes below a week, whole hours beyond. So a log
 * of any length has a few thousand classes, and quantiles are right to a sixtieth.
 */
export function durationClass(ms: number): number {
  const unit = ms < HOUR_MS ? 1000 : ms < WEEK_MS ? 60_000 : HOUR_MS;
  return Math.round(ms / unit) * unit;
}

/** As spreadOf, from how often each class occurs and the exact sum of the durations. */
export function spreadOfClasses(classes: Iterable<readonly [ms: number, count: number]>, sumMs: number): Spread {
  const sorted = [...classes].sort(([a], [b]) => a - b);
  const count = sorted.reduce((sum, [, cases]) => sum + cases, 0);
  if (count === 0) return null;
  const rank = (p: number) => {
    let left = Math.max(1, Math.ceil(p * count));
    for (const [ms, cases] of sorted) {
      left -= cases;
      if (left <= 0) return ms / HOUR_MS;
    }
    return sorted.at(-1)![0] / HOUR_MS;
  };
  return { count, meanHours: sumMs / count / HOUR_MS, medianHours: rank(0.5), p90Hours: rank(0.9) };
}

/** How often each class of durations occurs in each of several groups, counted without a text for each duration. */
export class DurationCounts {
  private readonly counts = new Map<number, { count: number; sumMs: number }>();

  /** @param group a small whole number, such as that of an activity */
  add(group: number, ms: number): void {
    const key = group * CLASSES + durationClass(ms) / 1000;
    const known = this.counts.get(key);
    if (known === undefined) this.counts.set(key, { count: 1, sumMs: ms });
    else {
      known.count += 1;
      known.sumMs += ms;
    }
  }

  rows(): { group: number; classMs: number; count: number; sumMs: number }[] {
    return [...this.counts].map(([key, sums]) => {
      const group = Math.floor(key / CLASSES);
      return { group, classMs: (key - group * CLASSES) * 1000, ...sums };
    });
  }
}

const CLASSES = 2 ** 32; // Seconds: more than a century.
