import type { EventColumns } from "../event-log/columns.ts";
import { eachPersonSuccession } from "./handovers.ts";

/** Cases passed from one team to another: how often, in how many cases, and how long the next team's touch was waited for. */
export type TeamHandoff = { from: string; to: string; count: number; cases: number; waitingHours: number };

/** As TeamHandoff, in whole milliseconds: sums of several parts of a log are exact. */
export type TeamSuccessions = { from: string; to: string; count: number; cases: number; waitingMs: number };

/**
 * Hand-offs between teams: direct successions among the touches of a case in which the team changes. Waiting runs from end to end.
 *
 * @param teamOf the team of an actor, null when not known: such touches pass nothing on
 * @returns most frequent first, then by name
 */
export function teamHandoffs(columns: EventColumns, teamOf: (actor: string) => string | null): TeamHandoff[] {
  return inOrder(teamSuccessions(columns, teamOf));
}

export function inOrder(successions: readonly TeamSuccessions[]): TeamHandoff[] {
  return successions
    .map(({ from, to, count, cases, waitingMs }) => ({ from, to, count, cases, waitingHours: waitingMs / 3_600_000 }))
    .sort((a, b) => b.count - a.count || (JSON.stringify([a.from, a.to]) < JSON.stringify([b.from, b.to]) ? -1 : 1));
}

/** As teamHandoffs, in no order. */
export function teamSuccessions(columns: EventColumns, teamOf: (actor: string) => string | null): TeamSuccessions[] {
  const teams = columns.actors.map(teamOf);
  const found = new Map<string, TeamSuccessions & { lastCase: number }>();
  eachPersonSuccession(columns, (before, after) => {
    const from = teams[columns.actorIx[before]!]!;
    const to = teams[columns.actorIx[after]!]!;
    if (!from || !to || from === to) return;
    const key = JSON.stringify([from, to]);
    const handoff = found.get(key) ?? { from, to, count: 0, cases: 0, waitingMs: 0, lastCase: -1 };
    found.set(key, handoff);
    handoff.count += 1;
    handoff.waitingMs += columns.endedAtMs[after]! - columns.endedAtMs[before]!;
    if (handoff.lastCase !== columns.caseIx[after]) handoff.cases += 1;
    handoff.lastCase = columns.caseIx[after]!;
  });
  return [...found.values()];
}
