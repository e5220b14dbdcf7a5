import { columnsOfOrdered, orderedEvents, withBots, type EventColumns } from "../event-log/columns.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { shiftClock } from "../effort/work-calendar.ts";
import { touchBounds, WINSORISE_MS, type TouchBounds } from "../effort/touch-bounds.ts";
import { automationRate, eventsByKind, touchOfCases, TOUCHED, TOUCHLESS, unknownShare, type Share } from "../mining/automation.ts";
import { batchTotals } from "../mining/batches.ts";
import { handovers, pingPongs } from "../mining/handovers.ts";
import { waitingOfWorkflows } from "../mining/case-times.ts";
import { reworkOf } from "../mining/rework.ts";
import type { ActivityAudit, Audit, AuditOptions, WorkflowAudit, Workload } from "./audit.ts";
import { activityTallies, addTallies, type Tally } from "./activity-tallies.ts";
import { effortOfActivities } from "./activity-effort.ts";
import { addIntervals, dragOf, scale, subtract } from "./drag.ts";
import { overCapacity } from "./person-weeks.ts";
import { rankActivities, rankWorkflows } from "./rank.ts";
import type { EvidenceClass, Interval } from "../interval.ts";

/**
 * The audit of an event log: who did what, how long it took, what it costs a year, and in which order to look at it. Pure: the
 * same events give the same audit in whatever order or number of pieces they were read, and read twice they count once.
 *
 * @param events any order, repeats allowed; workflow and actor kinds as classified
 * @returns an audit; for an empty log all counts are 0 and the lists []
 */
export function auditLog(events: readonly OpsEvent[], options: AuditOptions): Audit {
  const ordered = orderedEvents(events);
  const numbers = new Map(ordered.map((event, i) => [event.eventId, i]));
  return auditColumns(withBots(columnsOfOrdered(ordered), options.bots ?? new Set()), (eventId) => numbers.get(eventId) ?? null, options);
}

/**
 * As auditLog, for a log that is in columns already.
 *
 * @param numberOf the event number of an event id, null when it is not in the log: for timed samples linked to events
 */
export function auditColumns(columns: EventColumns, numberOf: (eventId: string) => number | null, options: AuditOptions): Audit {
  const winsoriseMs = options.winsoriseMinutes === undefined ? WINSORISE_MS : options.winsoriseMinutes * 60_000;
  const shifts = shiftClock(options.calendar);
  const bounds = touchBounds(columns, shifts, winsoriseMs);
  const tallies = activityTallies(columns, bounds, reworkOf(columns), winsoriseMs);
  const efforts = effortOfActivities(columns, bounds, shifts, tallies, numberOf, options);
  const excess = overCapacity(
    columns,
    bounds,
    shifts,
    efforts.map((effort) => effort.minutesPerTouch),
    winsoriseMs,
  );
  const window = windowOf(columns, bounds, options, (ms) => shifts.dayOf(ms));
  const weeks = window.weeks;

  const activities = columns.activities.map((name, number): ActivityAudit => {
    const tally = tallies[number]!;
    const effort = efforts[number]!;
    const minutes = subtract(effort.minutes, excess[number]!);
    const reworkShare = tally.touches === 0 ? 0 : tally.reworkTouches / tally.touches;
    const reworkMinutes = scale(minutes, reworkShare);
    return {
      ...name,
      ...workload(tally, { minutes, reworkMinutes }, weeks, effort.evidence, options.loadedRate),
      minutesPerTouch: effort.minutesPerTouch,
      samples: effort.samples,
      shrunk: effort.shrunk,
      samplesWanted: effort.samplesWanted,
      rank: null,
    };
  });
  const touches = touchOfCases(columns);
  const byWorkflow = casesOfWorkflows(columns, touches);
  const waiting = waitingOfWorkflows(columns);
  const workflows = [...byWorkflow].map(([workflow, cases]): WorkflowAudit => {
    const members = activities.filter((row) => row.workflow === workflow);
    const summed = sumWorkloads(members, weeks, options);
    const waitingHours = (waiting.get(workflow) ?? 0) / 3_600_000;
    const delay = workflow === null ? undefined : options.delayMinorPerCaseHour?.get(workflow);
    const cash = workflow === null ? undefined : options.cashLossMinorPerYear?.get(workflow);
    const drag = {
      ...summed.drag,
      delayMinor: delay === undefined ? null : roundAll(scale(delay, (waitingHours / weeks) * 52)),
      cashLossMinor: cash ?? null,
    };
    const decisions = (workflow === null ? undefined : options.decisions?.get(workflow)) ?? null;
    const status = { kind: "not a workflow" as const, why: "" };
    return { workflow, ...summed, drag, ...cases, waitingHours, decisions, scoreMinor: 0, status };
  });
  return {
    window,
    total: { ...sumWorkloads(activities, weeks, options), eventsByKind: eventsByKind(columns), ...casesOfLog(columns, touches) },
    workflows: rankWorkflows(workflows),
    activities: rankActivities(activities),
    handovers: handovers(columns),
    pingPongs: pingPongs(columns),
    batches: batchTotals(columns),
    overCapacityMinutes: excess.reduce(addIntervals, { low: 0, point: 0, high: 0 }),
  };
}

function windowOf(columns: EventColumns, bounds: TouchBounds, options: AuditOptions, dayOf: (ms: number) => number): Audit["window"] {
  const given = options.window;
  const firstDay = given ? dayOf(given.fromMs) : (bounds.localDay[0] ?? 0);
  const lastDay = given ? dayOf(given.toMs - 1) : (bounds.localDay.at(-1) ?? 0);
  // A log of three days may be a full week's work: without a window it counts as one.
  return { firstDay, lastDay, weeks: given ? (lastDay - firstDay + 1) / 7 : Math.max(1, (lastDay - firstDay + 1) / 7) };
}

function workload(
  tally: Tally,
  { minutes, reworkMinutes }: { minutes: Interval; reworkMinutes: Interval },
  weeks: number,
  evidence: EvidenceClass,
  loadedRate: AuditOptions["loadedRate"],
): Workload {
  const events = Object.values(tally.eventsByKind).reduce((sum, count) => sum + count, 0);
  return {
    events,
    eventsByKind: tally.eventsByKind,
    touches: tally.touches,
    automation: automationRate(tally.eventsByKind),
    unknown: unknownShare(tally.eventsByKind),
    rework: tally.rework,
    boundsMinutes: { low: tally.lowMs / 60_000, high: tally.highMs / 60_000 },
    recordedMinutes: { touches: tally.recordedTouches, raw: tally.recordedMs / 60_000, winsorised: tally.winsorisedMs / 60_000 },
    minutes,
    reworkMinutes,
    hoursPerWeek: scale(minutes, 1 / 60 / weeks),
    evidence,
    drag: dragOf({ minutes, reworkMinutes, weeks, loadedRate }),
  };
}

/** Ranges are summed end to end: the samples of different activities may err in the same direction. */
function sumWorkloads(rows: readonly ActivityAudit[], weeks: number, { loadedRate }: AuditOptions): Workload {
  const sum = (figure: (row: ActivityAudit) => Interval) => rows.map(figure).reduce(addIntervals, { low: 0, point: 0, high: 0 });
  const minutes = sum((row) => row.minutes);
  const reworkMinutes = sum((row) => row.reworkMinutes);
  return workload(addTallies(rows.map(tallyOf)), { minutes, reworkMinutes }, weeks, weakest(rows), loadedRate);
}

function tallyOf(row: ActivityAudit): Tally {
  return {
    eventsByKind: row.eventsByKind,
    touches: row.touches,
    rework: row.rework,
    reworkTouches: 0,
    recordedTouches: row.recordedMinutes.touches,
    recordedMs: row.recordedMinutes.raw * 60_000,
    winsorisedMs: row.recordedMinutes.winsorised * 60_000,
    lowMs: row.boundsMinutes.low * 60_000,
    highMs: row.boundsMinutes.high * 60_000,
  };
}

const STRENGTH: readonly EvidenceClass[] = ["recorded", "timed", "bounds", "benchmark", "assumed"];

/** A sum is known as well as the weakest figure that makes a tenth of it. */
function weakest(rows: readonly ActivityAudit[]): EvidenceClass {
  const total = rows.reduce((sum, row) => sum + row.minutes.point, 0);
  const weight = (evidence: EvidenceClass) => rows.reduce((sum, row) => sum + (row.evidence === evidence ? row.minutes.point : 0), 0);
  return STRENGTH.findLast((evidence) => total > 0 && weight(evidence) >= 0.1 * total) ?? "bounds";
}

type CaseCounts = { cases: number; touchless: Share; touchlessOrUnknown: Share };

function casesOfLog(columns: EventColumns, touches: Uint8Array): CaseCounts {
  return countCases(
    Array.from({ length: columns.cases.length }, (_, number) => number),
    touches,
  );
}

/** A case belongs to every workflow that has an event in it; touchless is the whole case. */
function casesOfWorkflows(columns: EventColumns, touches: Uint8Array): Map<string | null, CaseCounts> {
  const members = new Map<string | null, Set<number>>();
  for (let i = 0; i < columns.length; i += 1) {
    const { workflow } = columns.activities[columns.activityIx[i]!]!;
    const cases = members.get(workflow);
    if (cases) cases.add(columns.caseIx[i]!);
    else members.set(workflow, new Set([columns.caseIx[i]!]));
  }
  return new Map([...members].map(([workflow, cases]) => [workflow, countCases([...cases], touches)]));
}

function countCases(cases: readonly number[], touches: Uint8Array): CaseCounts {
  const touchless = cases.filter((number) => touches[number] === TOUCHLESS).length;
  const untouched = cases.filter((number) => touches[number] !== TOUCHED).length;
  return { cases: cases.length, touchless: { of: touchless, n: cases.length }, touchlessOrUnknown: { of: untouched, n: cases.length } };
}

const roundAll = ({ low, point, high }: Interval): Interval => ({ low: Math.round(low), point: Math.round(point), high: Math.round(high) });
