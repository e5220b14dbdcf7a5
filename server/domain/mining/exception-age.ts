import type { EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/** Which activities open an exception, which resolve it, which only let it lapse. By activity name. */
export type ExceptionRule = { opens: ReadonlySet<string>; resolves: ReadonlySet<string>; lapses: ReadonlySet<string> };

export type ExceptionState = "open" | "resolved" | "aged out";

/** One exception of a case. ageHours: until resolved or aged out, for open ones until now. */
export type AgedException = { caseId: string; openedAtMs: number; state: ExceptionState; ageHours: number };

/** Edges of the age classes in hours: same day, next day, within three days, within a week, longer. */
export const AGE_EDGES_HOURS = [8, 24, 72, 168] as const;

/** One exception of a case, before its age is judged. closedAtMs null: nothing has resolved it or let it lapse. */
export type CaseException = { caseId: string; openedAtMs: number; closedAtMs: number | null; resolved: boolean };

/** The exceptions of each case. While one is open a second opening of the same case is the same exception. */
export function exceptionsOfCases(columns: EventColumns, rule: ExceptionRule): CaseException[] {
  const found: CaseException[] = [];
  const nameOf = (i: number) => columns.activities[columns.activityIx[i]!]!.activity;
  eachCase(columns, (number, from, to) => {
    const caseId = columns.cases[number]!;
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
      found.push({ caseId, openedAtMs, closedAtMs: atMs, resolved: rule.resolves.has(name) });
      openedAtMs = null;
    }
    if (openedAtMs !== null) found.push({ caseId, openedAtMs, closedAtMs: null, resolved: false });
  });
  return found;
}

/** State and age of an exception. One that lapses, or that lasts longer than `ageOutHours`, is aged out, not resolved. */
export function ageOfException(
  { openedAtMs, closedAtMs, resolved }: Omit<CaseException, "caseId">,
  nowMs: number,
  ageOutHours: number,
): { state: ExceptionState; ageHours: number } {
  const ageHours = ((closedAtMs ?? nowMs) - openedAtMs) / 3_600_000;
  if (ageHours > ageOutHours) return { state: "aged out", ageHours: ageOutHours };
  return { state: closedAtMs === null ? "open" : resolved ? "resolved" : "aged out", ageHours };
}

/**
 * Exceptions by age, see exceptionsOfCases and ageOfException.
 *
 * @param nowMs end of the window
 */
export function agedExceptions(columns: EventColumns, rule: ExceptionRule, nowMs: number, ageOutHours: number): AgedException[] {
  return exceptionsOfCases(columns, rule).map(({ caseId, ...exception }) => ({
    caseId,
    openedAtMs: exception.openedAtMs,
    ...ageOfException(exception, nowMs, ageOutHours),
  }));
}

/** Counts by state and age class; the last class is everything older than the last edge. */
export function exceptionsByAge(exceptions: readonly AgedException[]): Record<ExceptionState, number[]> {
  const empty = () => Array.from({ length: AGE_EDGES_HOURS.length + 1 }, () => 0);
  const table = { open: empty(), resolved: empty(), "aged out": empty() };
  for (const { state, ageHours } of exceptions) table[state][ageClass(ageHours)]! += 1;
  return table;
}

export function ageClass(ageHours: number): number {
  const edge = AGE_EDGES_HOURS.findIndex((hours) => ageHours <= hours);
  return edge < 0 ? AGE_EDGES_HOURS.length : edge;
}
