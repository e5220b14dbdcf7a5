import { classifiedLog } from "../event-log/classified-log.ts";
import { countedLog, withoutFresh, type NumberedEvents } from "../event-log/numbered-events.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { localToUtcMs } from "../event-log/time-zone.ts";
import type { ShiftClock } from "../effort/work-calendar.ts";
import { BATCH_GAP_MS } from "../mining/batches.ts";
import { contextOf, type AuditView, type DepthOptions } from "./audit-in-depth.ts";
import { caseTotals } from "./case-totals.ts";
import { addTotals, type Totals } from "./totals.ts";
import { NOTHING_OPEN, touchTotals, touchTotalsOfDays, type OpenTouches } from "./touch-totals.ts";
import { workflowOfWords } from "./workflow-matcher.ts";

export type CountOptions = Pick<DepthOptions, "calendar" | "calendarsByRole" | "winsoriseMinutes" | "definitions">;

/** Events and how they are seen; null: they are not counted (yet). */
export type Counted = { events: readonly OpsEvent[]; view: AuditView } | null;

/** How the totals of whole cases change when events are added to them or seen with other eyes. */
export const changeOfCases = (before: Counted, after: Counted, options: CountOptions): Totals =>
  difference(before, after, ({ events, view }) => caseTotals(classifiedLog(events, view), contextOf(view, options)));

/**
 * How the totals of accounts' stretches change. What stands beside a stretch has to be in both states: then it cancels out, and only the
 * gap to it counts.
 */
export const changeOfTouches = (before: Counted, after: Counted, options: CountOptions): Totals =>
  difference(before, after, ({ events, view }) => touchTotals(classifiedLog(events, view), contextOf(view, options)));

function difference(before: Counted, after: Counted, measure: (counted: NonNullable<Counted>) => Totals): Totals {
  const change: Totals = after === null ? new Map() : measure(after);
  if (before !== null && before.events.length > 0) addTotals(change, measure(before), -1);
  return change;
}

/** How the totals change by what is fresh of the events of whole cases. */
export function changeByFreshOfCases(events: NumberedEvents, view: AuditView, options: CountOptions): Totals {
  const change = totalsOfCases(events, view, options);
  addTotals(change, totalsOfCases(withoutFresh(events), view, options), -1);
  return change;
}

/** How the totals change by what is fresh in stretches of accounts' time. What stands beside a stretch is not fresh, and cancels out. */
export function changeByFreshOfTouches(events: NumberedEvents, view: AuditView, options: CountOptions): Totals {
  const whole = { before: NOTHING_OPEN, untilMs: Number.POSITIVE_INFINITY };
  const change = totalsOfDays(events, view, options, whole).totals;
  addTotals(change, totalsOfDays(withoutFresh(events), view, options, whole).totals, -1);
  return change;
}

/** What a stretch of whole cases says, added to `totals`. */
export const totalsOfCases = (events: NumberedEvents, view: AuditView, options: CountOptions, totals?: Totals): Totals =>
  caseTotals(countedLog(events, view, workflowOfWords(options.definitions)), contextOf(view, options), totals);

/** What a stretch of whole days says, added to `totals`, see touchTotalsOfDays. Events of nobody are left out. */
export const totalsOfDays = (
  events: NumberedEvents,
  view: AuditView,
  options: CountOptions,
  stretch: { before: OpenTouches; untilMs: number },
  totals?: Totals,
): { totals: Totals; open: OpenTouches } =>
  touchTotalsOfDays(countedLog(events, view, workflowOfWords(options.definitions)), contextOf(view, options), stretch, totals);

const DAY_MS = 86_400_000;

/** Whole days of one account, as times from the first to before the last. */
export type Days = { actor: string; fromMs: number; toMs: number };

/** The local days in which accounts have new events, days that follow each other as one stretch. Events of nobody are left out. */
export function daysOf(places: readonly { actor: string | null; endedAtMs: number }[], shifts: ShiftClock): Days[] {
  const days = new Map<string, Set<number>>();
  for (const { actor, endedAtMs } of places) {
    if (actor === null) continue;
    const own = days.get(actor) ?? new Set<number>();
    days.set(actor, own.add(shifts.dayOf(endedAtMs)));
  }
  const startOf = (day: number) => localToUtcMs(day * DAY_MS, shifts.clock.zone);
  return [...days].flatMap(([actor, own]) => {
    const stretches: { first: number; last: number }[] = [];
    for (const day of [...own].sort((a, b) => a - b)) {
      const open = stretches.at(-1);
      if (open?.last === day - 1) open.last = day;
      else stretches.push({ first: day, last: day });
    }
    return stretches.map(({ first, last }) => ({ actor, fromMs: startOf(first), toMs: startOf(last + 1) }));
  });
}

/** Places of touches just outside of stretches that a batch may reach over to: with them in it the stretch is complete. */
export function reachedOver(stretches: readonly Days[], events: NumberedEvents): { actor: string; endedAtMs: number }[] {
  const timesOf = new Map<string, number[]>();
  for (let i = 0; i < events.length; i += 1) {
    const actor = events.actors[events.actorIx[i]!] ?? "";
    const known = timesOf.get(actor);
    if (known) known.push(events.endedAtMs[i]!);
    else timesOf.set(actor, [events.endedAtMs[i]!]);
  }
  for (const times of timesOf.values()) times.sort((a, b) => a - b);
  return stretches.flatMap(({ actor, fromMs, toMs }) => {
    const times = timesOf.get(actor) ?? [];
    return times.flatMap((endedAtMs, at) => {
      const next = times[at + 1];
      if (next === undefined || next - endedAtMs > BATCH_GAP_MS) return [];
      if (endedAtMs < fromMs && next >= fromMs) return [{ actor, endedAtMs }];
      return endedAtMs < toMs && next >= toMs ? [{ actor, endedAtMs: next }] : [];
    });
  });
}

/** Where a page of an account's events may be cut: after the last one that a new day and a pause follow, or another account. -1: nowhere. */
export function lastCut(events: readonly OpsEvent[], shifts: Pick<ShiftClock, "dayOf">): number {
  for (let at = events.length - 2; at >= 0; at -= 1) {
    const event = events[at]!;
    const next = events[at + 1]!;
    if (event.actor !== next.actor) return at;
    const pause = next.endedAtMs - event.endedAtMs;
    if (pause > BATCH_GAP_MS && shifts.dayOf(event.endedAtMs) !== shifts.dayOf(next.endedAtMs)) return at;
  }
  return -1;
}
