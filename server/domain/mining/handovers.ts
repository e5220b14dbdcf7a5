import { PERSON, type EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

export type Handover = { from: string; to: string; count: number; share: number };

/** Up to this many actors a table of all pairs takes less than 8 MB. */
const DENSE_ACTORS = 1000;

/**
 * Handover of work: how often a case passes directly from one person to the next touch by a person, `from` = `to` included.
 *
 * @returns one row per ordered pair, most frequent first, then by name; [] for a log without two touches in a case.
 *   share (0..1) is count ÷ all direct successions. Touches without an actor break the chain.
 * Source: van der Aalst, Reijers, Song (2005), "Discovering Social Networks from Event Logs", direct succession within a case.
 */
export function handovers(columns: EventColumns): Handover[] {
  const { actorIx, actors } = columns;
  const width = actors.length;
  // A table of pairs while it is small, else only the pairs that occur.
  const dense = width <= DENSE_ACTORS ? new Float64Array(width * width) : null;
  const sparse = new Map<number, number>();
  let successions = 0;
  eachPersonSuccession(columns, (before, after) => {
    const key = actorIx[before]! * width + actorIx[after]!;
    if (dense) dense[key]! += 1;
    else sparse.set(key, (sparse.get(key) ?? 0) + 1);
    successions += 1;
  });
  const counts = dense ? [...dense.entries()].filter(([, count]) => count > 0) : [...sparse];
  return counts
    .map(([key, count]) => ({ from: actors[Math.floor(key / width)]!, to: actors[key % width]!, count, share: count / successions }))
    .sort((a, b) => b.count - a.count || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
}

/** Ping-pong: a, then b, then a again in direct succession among the touches of a case, a and b different persons. */
export function pingPongs(columns: EventColumns): number {
  const { actorIx } = columns;
  let count = 0;
  let beforeLast = -1;
  let last = -1;
  eachPersonSuccession(columns, (before, after) => {
    if (last === before && beforeLast >= 0 && actorIx[beforeLast] === actorIx[after] && actorIx[before] !== actorIx[after]) count += 1;
    beforeLast = before;
    last = after;
  });
  return count;
}

/** Direct successions among the touches by persons of each case; event numbers before and after. */
export function eachPersonSuccession(columns: EventColumns, visit: (before: number, after: number) => void): void {
  const { byCase, kind, actorIx } = columns;
  eachCase(columns, (_, from, to) => {
    let before = -1;
    for (let at = from; at < to; at += 1) {
      const i = byCase[at]!;
      if (kind[i] !== PERSON) continue;
      if (actorIx[i]! < 0) {
        before = -1;
        continue;
      }
      if (before >= 0) visit(before, i);
      before = i;
    }
  });
}
