import { classifiedLog, NOTHING_THOUGHT, type ClassifiedLog } from "../event-log/classified-log.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { shiftClock, type ShiftClock } from "../effort/work-calendar.ts";
import { touchBounds, WINSORISE_MS } from "../effort/touch-bounds.ts";
import { automationRate, unknownShare, type Share } from "../mining/automation.ts";
import type { ActivityAudit, Audit, AuditOptions, WorkflowAudit, Workload } from "./audit.ts";
import { addTallies, talliesOfTotals, type Tally } from "./activity-tallies.ts";
import { effortOfActivities, inputsOfColumns, inputsOfTotals, type EffortInput } from "./activity-effort.ts";
import { activityKey } from "../event-log/columns.ts";
import { caseTotals, type TotalsContext } from "./case-totals.ts";
import { addIntervals, dragOf, scale, subtract } from "./drag.ts";
import { abovePlainRate } from "./mean-rates.ts";
import { overCapacity } from "./person-weeks.ts";
import { daysCovered, weeksOfDays, type Stretch } from "./source-coverage.ts";
import { rankActivities, rankWorkflows } from "./rank.ts";
import { addTotals, keyOf, rowsOf, textsOf, type Totals } from "./totals.ts";
import { touchTotals } from "./touch-totals.ts";
import type { EvidenceClass, Interval } from "../interval.ts";

/**
 * The audit of an event log: who did what, how long it took, what it costs a year, and in which order to look at it. Pure: the
 * same events give the same audit in whatever order or number of pieces they were read, and read twice they count once.
 *
 * @param events any order, repeats allowed; workflow and actor kinds as classified
 * @returns an audit; for an empty log all counts are 0 and the lists []
 */
export function auditLog(events: readonly OpsEvent[], options: AuditOptions): Audit {
  const log = classifiedLog(events, { ...NOTHING_THOUGHT, bots: options.bots ?? new Set() });
  const context = totalsContext(options, { roleOf: () => null, exceptionOf: () => null, outcomesOf: () => null });
  return auditOfTotals(totalsOf(log, context), options, inputsOfLinked(log, context, options));
}

export const winsoriseMsOf = ({ winsoriseMinutes }: Pick<AuditOptions, "winsoriseMinutes">): number =>
  winsoriseMinutes === undefined ? WINSORISE_MS : winsoriseMinutes * 60_000;

export const totalsContext = (
  options: Pick<AuditOptions, "calendar" | "calendarsByRole" | "winsoriseMinutes">,
  rest: Omit<TotalsContext, "shifts" | "winsoriseMs">,
): TotalsContext => ({ shifts: teamShiftClock(options, rest.roleOf), winsoriseMs: winsoriseMsOf(options), ...rest });

/** Paid time of each account by the calendar of its role's team. */
export function teamShiftClock(
  { calendar, calendarsByRole }: Pick<AuditOptions, "calendar" | "calendarsByRole">,
  roleOf: (actor: string) => string | null,
): ShiftClock {
  if (calendarsByRole === undefined || calendarsByRole.size === 0) return shiftClock(calendar);
  return shiftClock(calendar, (actor) => calendarsByRole.get(roleOf(actor) ?? "") ?? null);
}

/** The totals of a whole log at once. */
export function totalsOf(log: ClassifiedLog, context: TotalsContext): Totals {
  const totals = caseTotals(log, context);
  addTotals(totals, touchTotals(log, context));
  return totals;
}

/**
 * What the log knows of the items that were timed, by activityKey, where samples name their events; undefined when none does.
 *
 * @param population which of the events stand for all, where the log in hand is a part of one
 */
export function inputsOfLinked(
  { columns, events }: ClassifiedLog,
  { shifts, winsoriseMs }: TotalsContext,
  options: Pick<AuditOptions, "timedSamples" | "winsoriseMinutes">,
  population: (event: number) => boolean = () => true,
): ReadonlyMap<string, EffortInput> | undefined {
  if (options.timedSamples.every(({ eventId }) => eventId === null)) return undefined;
  const numbers = new Map(events.map((event, i) => [event.eventId, i]));
  const bounds = touchBounds(columns, shifts, winsoriseMs);
  const inputs = inputsOfColumns(columns, bounds, { shifts, numberOf: (eventId) => numbers.get(eventId) ?? null, population }, options);
  return new Map(columns.activities.map(({ workflow, activity }, number) => [activityKey(workflow, activity), inputs[number]!]));
}

/**
 * The audit from the totals of a log.
 *
 * @param roleOf the role of an account, for the calendar of its team
 * @param linked what the log knows of timed items, by activityKey; samples of other activities stand for themselves
 */
export function auditOfTotals(
  totals: Totals,
  options: AuditOptions,
  linked?: ReadonlyMap<string, EffortInput>,
  roleOf: (actor: string) => string | null = () => null,
): Audit {
  const shifts = teamShiftClock(options, roleOf);
  const { tallies, firstDay, lastDay } = talliesOfTotals(totals);
  const inputs = inputsOfTotals(totals, tallies, options).map(
    (own, number) => linked?.get(activityKey(tallies[number]!.workflow, tallies[number]!.activity)) ?? own,
  );
  const efforts = effortOfActivities(tallies, inputs, options);
  const minutesPerTouch = new Map(
    tallies.map((row, number) => [activityKey(row.workflow, row.activity), efforts[number]!.minutesPerTouch]),
  );
  const window = windowOf(firstDay, lastDay, options, (ms) => shifts.dayOf(ms));
  const covered = options.window === undefined ? daysCovered(totals) : new Map<string, Stretch>();
  const stretchOf = (workflow: string | null) => covered.get(keyOf(workflow)) ?? window;
  const shareOf = (monday: number, workflow: string | null) => shareOfWeek(monday, stretchOf(workflow));
  const excess = overCapacity(totals, { shifts, shareOf }, minutesPerTouch);
  const above = abovePlainRate(totals, options, { minutesPerTouch, roleOf });
  const nothing: Interval = { low: 0, point: 0, high: 0 };
  const { currency } = options.loadedRate;

  const activities = tallies.map((tally, number): ActivityAudit => {
    const effort = efforts[number]!;
    const { workflow, activity } = tally;
    const key = activityKey(workflow, activity);
    const minutes = inOrder(subtract(effort.minutes, excess.get(key) ?? nothing));
    const minorPerHour = options.loadedRate.minorPerHour + (effort.minutes.point === 0 ? 0 : (above.get(key) ?? 0) / effort.minutes.point);
    const reworkShare = tally.touches === 0 ? 0 : tally.reworkTouches / tally.touches;
    const reworkMinutes = scale(minutes, reworkShare);
    const { weeks } = stretchOf(workflow);
    return {
      workflow,
      activity,
      ...workload(tally, {
        minutes,
        reworkMinutes,
        hoursPerWeek: scale(minutes, 1 / 60 / weeks),
        evidence: effort.evidence,
        minorPerHour,
        drag: dragOf({ priced: scale(minutes, minorPerHour), reworkPriced: scale(reworkMinutes, minorPerHour), weeks, currency }),
      }),
      weeks,
      minutesPerTouch: effort.minutesPerTouch,
      samples: effort.samples,
      shrunk: effort.shrunk,
      samplesWanted: effort.samplesWanted,
      rank: null,
    };
  });
  const cases = totals.get("cases");
  const casesOf = (key: string): CaseCounts => {
    const [count = 0, touchless = 0, untouched = 0] = cases?.get(key) ?? [];
    return { cases: count, touchless: { of: touchless, n: count }, touchlessOrUnknown: { of: untouched, n: count } };
  };
  const workflows = [...new Set(activities.map(({ workflow }) => workflow))].map((workflow): WorkflowAudit => {
    const members = activities.filter((row) => row.workflow === workflow);
    const summed = sumWorkloads(members, options);
    const { weeks } = stretchOf(workflow);
    const waitingHours = (cases?.get(keyOf("of", workflow))?.[3] ?? 0) / 3_600_000;
    const delay = workflow === null ? undefined : options.delayMinorPerCaseHour?.get(workflow);
    const cash = workflow === null ? undefined : options.cashLossMinorPerYear?.get(workflow);
    const drag = {
      ...summed.drag,
      delayMinor: delay === undefined ? null : roundAll(scale(delay, (waitingHours / weeks) * 52)),
      cashLossMinor: cash ?? null,
    };
    const decisions = (workflow === null ? undefined : options.decisions?.get(workflow)) ?? null;
    const status = { kind: "not a workflow" as const, why: "" };
    return { workflow, ...summed, weeks, drag, ...casesOf(keyOf("of", workflow)), waitingHours, decisions, scoreMinor: null, status };
  });
  const [batches = 0, batched = 0] = totals.get("batches")?.get(keyOf()) ?? [];
  return {
    window,
    total: { ...sumWorkloads(activities, options), ...casesOf(keyOf("all")) },
    workflows: rankWorkflows(workflows),
    activities: rankActivities(activities),
    handovers: handoversOfTotals(totals),
    pingPongs: cases?.get(keyOf("all"))?.[4] ?? 0,
    batches: { count: batches, touches: batched },
    overCapacityMinutes: [...excess.values()].reduce(addIntervals, nothing),
  };
}

function handoversOfTotals(totals: Totals): Audit["handovers"] {
  const rows = rowsOf(totals, "handovers").map(([key, row]) => {
    const [from = "", to = ""] = textsOf(key);
    return { from, to, count: row[0]! };
  });
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return rows.map((row) => ({ ...row, share: row.count / all })).sort((a, b) => b.count - a.count);
}

function windowOf(first: number, last: number, options: AuditOptions, dayOf: (ms: number) => number): Audit["window"] {
  const given = options.window;
  const firstDay = given ? dayOf(given.fromMs) : first;
  const lastDay = given ? dayOf(given.toMs - 1) : last;
  return { firstDay, lastDay, weeks: given ? (lastDay - firstDay + 1) / 7 : weeksOfDays(firstDay, lastDay) };
}

/**
 * How much of a week (by its Monday) a stretch covers, 0..1. The shares add up to the weeks that hours are divided by: a week of which it holds
 * three days may not count with the paid hours of seven.
 */
function shareOfWeek(monday: number, { firstDay, lastDay, weeks }: Stretch): number {
  const days = Math.max(0, Math.min(monday + 6, lastDay) - Math.max(monday, firstDay) + 1);
  return Math.min(1, (days * weeks) / (lastDay - firstDay + 1));
}

/** Differences of sums may end a hair out of order. */
const inOrder = ({ low, point, high }: Interval): Interval => ({ low: Math.min(low, point), point, high: Math.max(point, high) });

function workload(
  tally: Tally,
  known: Pick<Workload, "minutes" | "reworkMinutes" | "hoursPerWeek" | "evidence" | "minorPerHour" | "drag">,
): Omit<Workload, "weeks"> {
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
    ...known,
  };
}

/** Ranges are summed end to end: the samples of different activities may err in the same direction. */
function sumWorkloads(rows: readonly ActivityAudit[], { loadedRate }: AuditOptions): Workload {
  const sum = (figure: (row: ActivityAudit) => Interval) => rows.map(figure).reduce(addIntervals, { low: 0, point: 0, high: 0 });
  const minutes = sum((row) => row.minutes);
  const reworkMinutes = sum((row) => row.reworkMinutes);
  const priced = sum((row) => scale(row.minutes, row.minorPerHour));
  const { currency } = loadedRate;
  const known = {
    minutes,
    reworkMinutes,
    evidence: weakest(rows),
    minorPerHour: minutes.point === 0 ? loadedRate.minorPerHour : priced.point / minutes.point,
  };
  const tally = addTallies(rows.map(tallyOf));
  const [weeks = 1, ...others] = new Set(rows.map((row) => row.weeks));
  if (others.length === 0) {
    const reworkPriced = sum((row) => scale(row.reworkMinutes, row.minorPerHour));
    const drag = dragOf({ priced, reworkPriced, weeks, currency });
    return { ...workload(tally, { ...known, hoursPerWeek: scale(minutes, 1 / 60 / weeks), drag }), weeks };
  }
  const drag = dragOf({
    priced: sum((row) => scale(row.minutes, row.minorPerHour / row.weeks)),
    reworkPriced: sum((row) => scale(row.reworkMinutes, row.minorPerHour / row.weeks)),
    weeks: 1,
    currency,
  });
  return { ...workload(tally, { ...known, hoursPerWeek: sum((row) => row.hoursPerWeek), drag }), weeks: null };
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

const roundAll = ({ low, point, high }: Interval): Interval => ({ low: Math.round(low), point: Math.round(point), high: Math.round(high) });
