import type { Interval } from "#server/domain/interval.ts";

/** What a connector's grade of an actor means; "" for sources that give none. */
export const GRADES: Readonly<Record<string, string>> = {
  A: "The system's own audit fields name the actor and the time of each change.",
  B: "Only the last writer or the creator of the record is named.",
  C: "A change of state without an actor, seen by comparing what the record was with what it is.",
  "": "The source says who acted, or does not, and gives no grade. Files are of this kind.",
};

const TIMES = 1.95; // From about twice on people say "times"; below, percent is clearer.

/** How wide a range is, as people say it: "within 12 %", "3.4 times". */
export function widthInWords({ low, point, high }: Interval): string {
  if (point <= 0) return "nothing";
  if (low <= 0) return "no lower end";
  const ratio = high / low;
  if (ratio >= TIMES) return `upper end ${ratio.toFixed(1)} times the lower`;
  const half = Math.max(high - point, point - low) / point;
  return half < 0.005 ? "exact" : `within ${Math.round(half * 100)} %`;
}
