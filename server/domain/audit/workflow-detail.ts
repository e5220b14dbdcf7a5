import { indexed, PERSON, type EventColumns } from "../event-log/columns.ts";
import type { ZoneClock } from "../event-log/time-zone.ts";
import { mondayOf } from "../effort/work-calendar.ts";
import { localParts } from "../event-log/time-zone.ts";
import { approvalChains, type ApprovalChains } from "../mining/approval-chains.ts";
import { eachCase } from "../mining/case-passes.ts";
import { spreadOf, throughputMs, waitingMs, type Spread } from "../mining/case-times.ts";
import { countFollows, processMap, type ProcessMap } from "../mining/directly-follows.ts";
import { agedExceptions, exceptionsByAge, type ExceptionState } from "../mining/exception-age.ts";
import { handovers, pingPongs } from "../mining/handovers.ts";
import { touchesByHour } from "../mining/touch-calendar.ts";
import { variants } from "../mining/variants.ts";
import { volumeElasticity, type VolumeElasticity } from "../mining/volume-elasticity.ts";
import { exceptionRule, isApproval, type ExceptionDefinition } from "./workflow-definitions.ts";

export type VariantRow = { activities: string[]; cases: number; share: number; coverage: number };
export type WaitingRow = { activity: string; spread: NonNullable<Spread> };

/** Work passed on within a workflow; rows are empty where fewer than three people work, who could be told apart. */
export type HandoffSummary = {
  people: number;
  kept: number;
  passedOn: number;
  pingPongs: number;
  rows: { from: string; to: string; count: number }[];
};

/** What the page of one workflow shows beside its figures. A plain value: can be kept as JSON. */
export type WorkflowDetail = {
  variants: { count: number; cases: number; top: VariantRow[] };
  map: ProcessMap;
  /** 7 rows (Monday first) of 24 counts. */
  touchesByHour: number[][];
  handoffs: HandoffSummary;
  throughput: Spread;
  waiting: WaitingRow[];
  exceptions: Record<ExceptionState, number[]> | null;
  approvals: ApprovalChains | null;
  elasticity: VolumeElasticity | null;
};

const SHOWN_VARIANTS = 20;
const SHOWN_HANDOFFS = 30;
/** A group smaller than this is folded: its members could be told apart. */
export const SMALLEST_GROUP = 3;
/** An exception that nobody touched for thirty days has aged out. */
const AGE_OUT_HOURS = 720;

/**
 * The events of one workflow as a log of their own: cases keep their numbers, and those without an event of it are empty.
 */
export function columnsOfWorkflow(columns: EventColumns, workflow: string): EventColumns {
  const inside = columns.activities.map((activity) => activity.workflow === workflow);
  const kept: number[] = [];
  for (let i = 0; i < columns.length; i += 1) if (inside[columns.activityIx[i]!]) kept.push(i);
  return indexed({
    caseIx: Int32Array.from(kept, (i) => columns.caseIx[i]!),
    activityIx: Int32Array.from(kept, (i) => columns.activityIx[i]!),
    actorIx: Int32Array.from(kept, (i) => columns.actorIx[i]!),
    kind: Uint8Array.from(kept, (i) => columns.kind[i]!),
    startedAtMs: Float64Array.from(kept, (i) => columns.startedAtMs[i]!),
    endedAtMs: Float64Array.from(kept, (i) => columns.endedAtMs[i]!),
    cases: columns.cases,
    activities: columns.activities,
    actors: columns.actors,
  });
}

/**
 * How one workflow runs, from its own events: a case's events in other workflows are left out of its paths and times.
 *
 * @param nowMs end of the window: until then open exceptions age
 * @param exception what opens, resolves and ends an exception of it; null where the notion does not apply
 * @param minutesPerTouch of each activity by its number in columns.activities, for the elasticity
 */
export function workflowDetail(
  columns: EventColumns,
  workflow: string,
  {
    clock,
    nowMs,
    minutesPerTouch,
    exception,
  }: { clock: ZoneClock; nowMs: number; minutesPerTouch: readonly number[]; exception: ExceptionDefinition | null },
): WorkflowDetail {
  const own = columnsOfWorkflow(columns, workflow);
  const nameOf = (activity: number) => own.activities[activity]!.activity;
  const { top, count, cases } = variants(own, SHOWN_VARIANTS);
  const rule = exceptionRule(exception);
  const chains = approvalChains(own, isApproval);
  return {
    variants: { count, cases, top: top.map((variant) => ({ ...variant, activities: variant.activities.map(nameOf) })) },
    map: processMap(countFollows(own), nameOf),
    touchesByHour: touchesByHour(own, clock),
    handoffs: handoffSummary(own),
    throughput: throughput(own),
    waiting: waitingByActivity(own),
    exceptions: rule === null ? null : exceptionsByAge(agedExceptions(own, rule, nowMs, AGE_OUT_HOURS)),
    approvals: chains.casesByDepth.length > 1 ? chains : null,
    elasticity: elasticity(own, clock, minutesPerTouch),
  };
}

function handoffSummary(columns: EventColumns): HandoffSummary {
  const people = new Set<number>();
  for (let i = 0; i < columns.length; i += 1) if (columns.kind[i] === PERSON && columns.actorIx[i]! >= 0) people.add(columns.actorIx[i]!);
  const all = handovers(columns);
  const passed = all.filter(({ from, to }) => from !== to);
  const total = (rows: readonly { count: number }[]) => rows.reduce((sum, row) => sum + row.count, 0);
  const passedOn = total(passed);
  return {
    people: people.size,
    kept: total(all) - passedOn,
    passedOn,
    pingPongs: pingPongs(columns),
    rows: people.size < SMALLEST_GROUP ? [] : passed.slice(0, SHOWN_HANDOFFS).map(({ from, to, count }) => ({ from, to, count })),
  };
}

function throughput(columns: EventColumns): Spread {
  const all = throughputMs(columns);
  const durations: number[] = [];
  eachCase(columns, (number) => durations.push(all[number]!));
  return spreadOf(durations);
}

function waitingByActivity(columns: EventColumns): WaitingRow[] {
  const waiting = waitingMs(columns);
  const byActivity = columns.activities.map((): number[] => []);
  for (let i = 0; i < columns.length; i += 1) if (waiting[i]! >= 0) byActivity[columns.activityIx[i]!]!.push(waiting[i]!);
  return byActivity
    .flatMap((waits, number) => {
      const spread = spreadOf(waits);
      return spread === null ? [] : [{ activity: columns.activities[number]!.activity, spread }];
    })
    .sort((a, b) => b.spread.meanHours * b.spread.count - a.spread.meanHours * a.spread.count || (a.activity < b.activity ? -1 : 1));
}

/** Whole weeks only: the first and the last are cut off by the window. */
function elasticity(columns: EventColumns, clock: ZoneClock, minutesPerTouch: readonly number[]): VolumeElasticity | null {
  const weeks = new Map<number, { orders: number; manualMinutes: number }>();
  const weekOf = (i: number) => {
    const monday = mondayOf(localParts(columns.endedAtMs[i]!, clock).day);
    const week = weeks.get(monday) ?? { orders: 0, manualMinutes: 0 };
    weeks.set(monday, week);
    return week;
  };
  for (let i = 0; i < columns.length; i += 1)
    if (columns.kind[i] === PERSON) weekOf(i).manualMinutes += minutesPerTouch[columns.activityIx[i]!]!;
  eachCase(columns, (_, from) => {
    weekOf(columns.byCase[from]!).orders += 1;
  });
  const inOrder = [...weeks].sort(([a], [b]) => a - b).map(([, week]) => week);
  return volumeElasticity(inOrder.slice(1, -1));
}
