import type { EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/**
 * Which activities run side by side: both orders occur in direct succession within cases, the rarer at least a tenth as often as
 * the other and at least five times. What runs side by side with an activity did not enable it.
 *
 * @returns for two activity numbers whether they are concurrent; never with itself
 * Source: heuristics miner (Weijters, van der Aalst 2003); use for start times: Chapela-Campa, Dumas (2024).
 */
export function concurrency(columns: EventColumns): (a: number, b: number) => boolean {
  const { byCase, activityIx } = columns;
  const width = columns.activities.length;
  const follows = new Map<number, number>();
  eachCase(columns, (_, from, to) => {
    for (let at = from + 1; at < to; at += 1) {
      const key = activityIx[byCase[at - 1]!]! * width + activityIx[byCase[at]!]!;
      follows.set(key, (follows.get(key) ?? 0) + 1);
    }
  });
  const pairs = new Set<number>();
  for (const [key, count] of follows) {
    const a = Math.floor(key / width);
    const b = key % width;
    const back = follows.get(b * width + a) ?? 0;
    if (a !== b && Math.min(count, back) >= Math.max(5, 0.1 * Math.max(count, back))) pairs.add(key).add(b * width + a);
  }
  return (a, b) => pairs.has(a * width + b);
}
