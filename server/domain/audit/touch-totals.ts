import type { CountedLog } from "../event-log/numbered-events.ts";
import { PERSON, workflowsOf, type EventColumns } from "../event-log/columns.ts";
import { touchBounds, type TouchBounds } from "../effort/touch-bounds.ts";
import { mondayOf } from "../effort/work-calendar.ts";
import { countBatches, type OpenRun } from "../mining/batches.ts";
import { DurationCounts } from "../mining/duration-counts.ts";
import { rhythms, type Rhythm } from "../mining/hidden-bots.ts";
import { addRollUps, monthOf, type TotalsContext } from "./case-totals.ts";
import { actorDayRollUps } from "./roll-ups.ts";
import { addRow, keyOf, rowsOf, textsOf, type Totals } from "./totals.ts";

/** How each account works that has touches, whatever it was found to be. */
export const RHYTHM = "rhythm";

/**
 * What the days of accounts say: events by kind, bounds of effort, recorded durations, weeks, batches, rhythm. Events without an actor are
 * left out: caseTotals counts them.
 *
 * The log must hold each account's days in full, and be followed by a pause longer than a batch allows: then the totals of two states of
 * such a stretch differ by what changed in it.
 */
export const touchTotals = (log: CountedLog, context: TotalsContext): Totals =>
  touchTotalsOfDays(log, context, { before: NOTHING_OPEN, untilMs: Number.POSITIVE_INFINITY }).totals;

/** What days leave open for those that follow: when each account had its last touch, and touches that a batch may go on from. */
export type OpenTouches = { lastTouches: ReadonlyMap<string, number>; runs: readonly OpenRun[] };

export const NOTHING_OPEN: OpenTouches = { lastTouches: new Map(), runs: [] };

/**
 * As touchTotals, of whole days of everybody that follow those before: all stretches together give what the whole log gives.
 *
 * @param untilMs where the next day begins
 * @param totals they are added to these, which are returned
 */
export function touchTotalsOfDays(
  log: CountedLog,
  context: TotalsContext,
  { before, untilMs }: { before: OpenTouches; untilMs: number },
  totals: Totals = new Map(),
): { totals: Totals; open: OpenTouches } {
  const { shifts, winsoriseMs } = context;
  const { columns, recorded, labels } = log;
  const bounds = touchBounds(columns, shifts, winsoriseMs);
  addRollUps(
    totals,
    actorDayRollUps(columns, shifts, winsoriseMs, bounds, (i) => columns.actorIx[i]! >= 0),
  );
  addWeeks(totals, columns, bounds, winsoriseMs);
  const { count, touches, open } = countBatches(columns, { open: before.runs, untilMs });
  addRow(totals, "batches", keyOf(), [count, touches]);
  addAccounts(totals, columns, labels);
  const lastTouches = new Map(before.lastTouches);
  for (const [actor, rhythm] of rhythms(recorded, labels, shifts.clock, lastTouches)) addRhythm(totals, actor, rhythm);
  return { totals, open: { lastTouches, runs: open } };
}

/** Recorded time and touches without a start, of each account, week and activity; and how often each recorded duration occurs. */
function addWeeks(totals: Totals, columns: EventColumns, bounds: TouchBounds, winsoriseMs: number): void {
  const width = columns.activities.length;
  const recorded = new DurationCounts();
  // Of one account's week, by activity: its touches stand in order of time.
  const touched = new Uint8Array(width);
  const untimed = new Float64Array(width);
  const recordedMs = new Float64Array(width);
  const endWeek = (actor: number, monday: number) => {
    for (let number = 0; number < width; number += 1) {
      if (touched[number] === 0) continue;
      const { workflow, activity } = columns.activities[number]!;
      const key = keyOf(columns.actors[actor]!, monday, workflow, activity);
      addRow(totals, `weeks ${monthOf(monday)}`, key, [recordedMs[number]!, untimed[number]!]);
      touched[number] = 0;
      untimed[number] = 0;
      recordedMs[number] = 0;
    }
  };
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    let monday = Number.NaN;
    let day = Number.NaN;
    for (let at = columns.actorStart[actor]!; at < columns.actorStart[actor + 1]!; at += 1) {
      const i = columns.byActor[at]!;
      if (columns.kind[i] !== PERSON) continue;
      if (bounds.localDay[i]! !== day) {
        day = bounds.localDay[i]!;
        if (mondayOf(day) !== monday) endWeek(actor, monday);
        monday = mondayOf(day);
      }
      const activity = columns.activityIx[i]!;
      touched[activity] = 1;
      if (bounds.recordedMs[i]! < 0) untimed[activity]! += 1;
      else {
        const ms = Math.min(bounds.recordedMs[i]!, winsoriseMs);
        recordedMs[activity]! += ms;
        recorded.add(activity, ms);
      }
    }
    endWeek(actor, monday);
  }
  for (const { group, classMs, count } of recorded.rows()) {
    const { workflow, activity } = columns.activities[group]!;
    addRow(totals, "recorded", keyOf(workflow, activity, classMs), [count]);
  }
}

/** Touches of each account by workflow and by role. */
function addAccounts(totals: Totals, columns: EventColumns, labels: CountedLog["labels"]): void {
  const { workflowIx, workflows } = workflowsOf(columns);
  const byWorkflow = new Float64Array(workflows.length);
  const byRole = new Float64Array(labels.roles.length);
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    const name = columns.actors[actor]!;
    for (let at = columns.actorStart[actor]!; at < columns.actorStart[actor + 1]!; at += 1) {
      const i = columns.byActor[at]!;
      if (columns.kind[i] !== PERSON) continue;
      byWorkflow[workflowIx[columns.activityIx[i]!]!]! += 1;
      const role = labels.roleIx[i]!;
      if (role >= 0) byRole[role]! += 1;
    }
    for (const [number, count] of byWorkflow.entries()) if (count > 0) addRow(totals, "accounts", keyOf(name, workflows[number]!), [count]);
    for (const [role, count] of byRole.entries()) if (count > 0) addRow(totals, "roles", keyOf(name, labels.roles[role]!), [count]);
    byWorkflow.fill(0);
    byRole.fill(0);
  }
}

function addRhythm(totals: Totals, actor: string, rhythm: Rhythm): void {
  const { touches, days, night, weekend, byHour, bySecond, gaps, bySource } = rhythm;
  addRow(totals, RHYTHM, keyOf(actor), [touches, days, night, weekend, ...byHour, ...bySecond]);
  for (const [gap, count] of gaps) addRow(totals, "gaps", keyOf(actor, gap), [count]);
  for (const [source, row] of bySource) addRow(totals, "resolution", keyOf(actor, source), [row.touches, row.toTheMinute]);
}

/** The rhythm of every account, as it was summed. */
export function rhythmsOfTotals(totals: Totals): Map<string, Rhythm> {
  const found = new Map<string, Rhythm>();
  for (const [key, row] of rowsOf(totals, RHYTHM)) {
    const at = (f: number) => row[f] ?? 0;
    found.set(key, {
      touches: at(0),
      days: at(1),
      night: at(2),
      weekend: at(3),
      byHour: Array.from({ length: 24 }, (_, hour) => at(4 + hour)),
      bySecond: Array.from({ length: 60 }, (_, second) => at(28 + second)),
      gaps: new Map(),
      bySource: new Map(),
    });
  }
  for (const [key, row] of rowsOf(totals, "gaps")) {
    const [actor = "", gap] = textsOf(key);
    found.get(actor)?.gaps.set(Number(gap), row[0]!);
  }
  for (const [key, row] of rowsOf(totals, "resolution")) {
    const [actor = "", source = ""] = textsOf(key);
    found.get(actor)?.bySource.set(source, { touches: row[0]!, toTheMinute: row[1]! });
  }
  return found;
}

/** The role that each account has most often in its touches; the first by name among equals. */
export function rolesOfTotals(totals: Totals): Map<string, string> {
  const most = new Map<string, { role: string; count: number }>();
  for (const [key, row] of rowsOf(totals, "roles")) {
    const [actor = "", role = ""] = textsOf(key);
    const best = most.get(actor);
    if (best === undefined || row[0]! > best.count || (row[0] === best.count && role < best.role))
      most.set(actor, { role, count: row[0]! });
  }
  return new Map([...most].map(([actor, { role }]) => [actor, role]));
}
