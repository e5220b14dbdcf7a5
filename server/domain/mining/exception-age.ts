import type { EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/** Which activities open an exception, which resolve it, which only let it lapse. By activity name. */
export type ExceptionRule = { opens: ReadonlySet<string>; resolves: ReadonlySet<string>; lapses: ReadonlySet<string> };

export type ExceptionState = "open" | "resolved" | "aged out";

/** One exception of a case. ageHours: until resolved or aged out, for open ones until now. */
export type AgedException = { caseId: string; openedAtMs: number; state: ExceptionState; ageHours: number };

/** Edges of the age classes in hours: same day, next day, within three days, within a week, longer. */
export const AGE_EDGES_HOURS = [8, 24, 72, 168] as const;

/**
 * Exceptions by age. An exception that lapses, or that its case outlives by `ageOutHours` with nothing done, is aged out, not resolved.
 * While one is open a second opening of the same case is the same exception.
 *
 * @param nowMs end of the window
 */
export function agedExceptions(columns: EventColumns, rule: ExceptionRule, nowMs: number, ageOutHours: number): AgedException[] {
  const found: AgedException[] = [];
  const nameOf = (i: number) => columns.activities[columns.activityIx[i]!]!.activity;
  const close = (caseId: string, openedAtMs: number, state: ExceptionState, atMs: number) => {
    const ageHours = (atMs - openedAtMs) / 3_600_000;
    const over = ageHours > ageOutHours;
    found.push({ caseId, openedAtMs, state: over ? "aged out" : state, ageHours: over ? ageOutHours : ageHours });
  };
  eachCase(columns, (number, from, to) => {
    let openedAtMs: number | null = null;
    for (let at = from; at < to; at += 1) {
      const i = columns.byCase[at]!;
      const name = nameOf(i);
      const atMs = columns.endedAtMs[i]!;
      if (openedAtMs === null) {
        if (rule.opens.has(name)) openedAtMs = atMs;
        continue;
      }
      if (!rule.resolves.has(name) && !rule.lapses.has(name)) continue;
      close(columns.cases[number]!, openedAtMs, rule.resolves.has(name) ? "resolved" : "aged out", atMs);
      openedAtMs = null;
    }
    if (openedAtMs !== null) close(columns.cases[number]!, openedAtMs, "open", nowMs);
  });
  return found;
}

/** Counts by state and age class; the last class is everything older than the last edge. */
export function exceptionsByAge(exceptions: readonly AgedException[]): Record<ExceptionState, number[]> {
  const empty = () => Array.from({ length: AGE_EDGES_HOURS.length + 1 }, () => 0);
  const table = { open: empty(), resolved: empty(), "aged out": empty() };
  for (const { state, ageHours } of exceptions) {
    const edge = AGE_EDGES_HOURS.findIndex((hours) => ageHours <= hours);
    table[state][edge < 0 ? AGE_EDGES_HOURS.length : edge]! += 1;
  }
  return table;
}
