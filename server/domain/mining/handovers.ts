import { PERSON, type EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

export type Handover = { from: string; to: string; count: number; share: number };

/**
 * Handover of work: how often a case passes directly from one person to the next touch by a person, `from` = `to` included.
 *
 * @returns one row per ordered pair, most frequent first, then by name; [] for a log without two touches in a case.
 *   share (0..1) is count ÷ all direct successions. Touches without an actor break the chain.
 * Source: van der Aalst, Reijers, Song (2005), "Discovering Social Networks from Event Logs", direct succession within a case.
 */
export function handovers(columns: EventColumns): Handover[] {
  const { actorIx, actors } = columns;
  const counts = new Map<number, number>();
  let successions = 0;
  eachPersonSuccession(columns, (before, after) => {
    const key = actorIx[before]! * actors.length + actorIx[after]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    successions += 1;
  });
  return [...counts]
    .map(([key, count]) => ({
      from: actors[Math.floor(key / actors.length)]!,
      to: actors[key % actors.length]!,
      count,
      share: count / successions,
    }))
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
