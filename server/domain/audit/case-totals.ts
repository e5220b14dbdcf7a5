import { localParts } from "../event-log/time-zone.ts";
import { chosenEvents } from "../event-log/classified-log.ts";
import type { CountedLog } from "../event-log/numbered-events.ts";
import { groupsOf, PERSON, UNKNOWN, workflowsOf, type EventColumns } from "../event-log/columns.ts";
import { actorKinds, isInternal, type OpsEvent } from "../event-log/event.ts";
import { mondayOf, type ShiftClock } from "../effort/work-calendar.ts";
import { eachApprovalChain } from "../mining/approval-chains.ts";
import { TOUCHED, TOUCHLESS, touchOfCases } from "../mining/automation.ts";
import { eachCase } from "../mining/case-passes.ts";
import { throughputMs, waitingMs, waitingOfWorkflows } from "../mining/case-times.ts";
import { durationClass, DurationCounts } from "../mining/duration-counts.ts";
import { countFollows, OUTSIDE } from "../mining/directly-follows.ts";
import { doubleEntries } from "../mining/double-entry.ts";
import { ageClass, ageOfException, exceptionsOfCases, type ExceptionRule } from "../mining/exception-age.ts";
import { handovers, pingPongs } from "../mining/handovers.ts";
import { namelessSlots } from "../mining/nameless-clocks.ts";
import { slotKey } from "../event-log/clock-slot.ts";
import { teamSuccessions } from "../mining/team-handoffs.ts";
import { touchesByHour } from "../mining/touch-calendar.ts";
import { countVariants } from "../mining/variants.ts";
import { actorDayRollUps, caseRollUps } from "./roll-ups.ts";
import { isStanding, STARTS } from "./order-volume.ts";
import { DONE_IN, FEEDS, SOURCE_DAYS } from "./source-coverage.ts";
import { addRow, keyOf, type Totals } from "./totals.ts";
import { isApproval } from "./workflow-definitions.ts";

/** What the sums depend on beside the events: when it changes, the sums of what it touches are made anew. */
export type TotalsContext = {
  shifts: ShiftClock;
  /** Longest recorded duration that counts. */
  winsoriseMs: number;
  /** The role that an account has most often; null: not known. */
  roleOf: (actor: string) => string | null;
  exceptionOf: (workflow: string) => ExceptionRule | null;
  /** Activities that are the decisions of a workflow; null: none are known. */
  outcomesOf: (workflow: string) => ReadonlySet<string> | null;
};

/** An exception that nobody touched for thirty days has aged out. */
export const AGE_OUT_HOURS = 720;
/** A value that is typed again after a day was most likely meant anew. */
const DOUBLE_ENTRY_MINUTES = 1440;

const DAY_MS = 86_400_000;
/** The month of a day, for the names of parts: "2026-11". */
export const monthOf = (day: number): string => dateOf(day).slice(0, 7);

function dateOf(day: number): string {
  const known = dates.get(day) ?? new Date(day * DAY_MS).toISOString().slice(0, 10);
  dates.set(day, known);
  return known;
}

/** A log asks for the same days over and over. */
const dates = new Map<number, string>();

/** What is before the first and after the last event of a case; no activity has an empty name. */
export const BEYOND = "";
export const VARIANTS = "variants ";
/** Touches that name nobody, by slotKey: whatever is thought of them. */
export const NAMELESS = "nameless";
/** Cases with decisions, by the day of their last: read only when decisions are mined. */
export const DECIDED = "decided ";
export const decidedParts = (workflow: string) => `${DECIDED}${keyOf(workflow, "")}`;

/**
 * What whole cases say, and events without an actor, who have no days of their own. The log must hold each case in full or not at all: then
 * the totals of its parts add up to the totals of the log.
 *
 * @param totals they are added to these, which are returned
 */
export function caseTotals(log: CountedLog, context: TotalsContext, totals: Totals = new Map()): Totals {
  const { columns } = log;
  const { shifts, winsoriseMs, roleOf } = context;
  addRollUps(totals, caseRollUps(columns, shifts.clock));
  const ofNobody = groupsOf(
    columns.actorIx.map((actor) => (actor < 0 ? 0 : -1)),
    1,
  );
  addRollUps(totals, actorDayRollUps(chosenEvents(columns, ofNobody.members), shifts, winsoriseMs));
  addCases(totals, log, shifts);
  for (const { from, to, count } of handovers(columns)) addRow(totals, "handovers", keyOf(from, to), [count]);
  for (const { from, to, count, cases, waitingMs: waited } of teamSuccessions(columns, roleOf))
    addRow(totals, "teams", keyOf(from, to), [count, cases, waited]);
  for (const slot of namelessSlots(log.recorded, log.labels)) addRow(totals, NAMELESS, slotKey(slot), [slot.touches]);
  addQuality(totals, log);
  addCoverage(totals, log, shifts);
  addDoubleEntries(totals, log.typed);
  const { workflowIx, workflows } = workflowsOf(columns);
  const { members, start } = groupsOf(
    columns.activityIx.map((activity) => workflowIx[activity]!),
    workflows.length,
  );
  for (const [number, workflow] of workflows.entries()) {
    if (workflow === null) continue;
    addWorkflow(totals, workflow, chosenEvents(columns, members.subarray(start[number], start[number + 1])), context);
  }
  return totals;
}

export function addRollUps(totals: Totals, rollUps: ReadonlyMap<string, ArrayLike<number>>): void {
  for (const [key, row] of rollUps) addRow(totals, `roll-ups ${monthOf(Number.parseInt(key, 10))}`, key, row);
}

/** Cases of the log and of each workflow: cases, touchless, touchless or unknown, waiting, ping-pongs; and cases by where and when they began. */
function addCases(totals: Totals, { columns, labels }: CountedLog, clock: ShiftClock): void {
  const touch = touchOfCases(columns);
  const { workflowIx, workflows } = workflowsOf(columns);
  const width = labels.sources.length;
  // By day, and within it by the workflow and the source of the first event.
  const starts = new Map<number, number>();
  // By workflow, and of all at the end. seenIn: the last case in which a workflow was met.
  const sums = Array.from({ length: workflows.length + 1 }, () => [0, 0, 0, 0, 0]);
  const total = sums.at(-1)!;
  const seenIn = new Int32Array(workflows.length).fill(-1);
  const count = (sum: number[], touched: number) => {
    sum[0]! += 1;
    if (touched === TOUCHLESS) sum[1]! += 1;
    if (touched !== TOUCHED) sum[2]! += 1;
  };
  eachCase(columns, (number, from, to) => {
    const touched = touch[number]!;
    count(total, touched);
    if (!isStanding(columns.cases[number]!)) {
      const first = columns.byCase[from]!;
      const stream = workflowIx[columns.activityIx[first]!]! * width + labels.sourceIx[first]!;
      const place = clock.dayOf(columns.endedAtMs[first]!) * workflows.length * width + stream;
      starts.set(place, (starts.get(place) ?? 0) + 1);
    }
    for (let at = from; at < to; at += 1) {
      const workflow = workflowIx[columns.activityIx[columns.byCase[at]!]!]!;
      if (seenIn[workflow] === number) continue;
      seenIn[workflow] = number;
      count(sums[workflow]!, touched);
    }
  });
  for (const [workflow, waited] of waitingOfWorkflows(columns)) sums[workflows.indexOf(workflow)]![3]! += waited;
  total[4] = pingPongs(columns);
  addRow(totals, "cases", keyOf("all"), total);
  for (const [place, begun] of starts) {
    const day = Math.floor(place / (workflows.length * width));
    const stream = place - day * workflows.length * width;
    addRow(totals, STARTS, keyOf(labels.sources[stream % width]!, workflows[Math.floor(stream / width)]!, day), [begun]);
  }
  for (const [number, workflow] of workflows.entries()) addRow(totals, "cases", keyOf("of", workflow), sums[number]!);
}

/** Of each source: events, unknown actors, touches without a role, internal events that no workflow claims, events of cases that no other source knows. */
function addQuality(totals: Totals, { recorded, labels }: CountedLog): void {
  const sums = labels.sources.map(() => [0, 0, 0, 0, 0]);
  const single = new Uint8Array(recorded.cases.length);
  eachCase(recorded, (number, from, to) => {
    const first = labels.sourceIx[recorded.byCase[from]!]!;
    let at = from + 1;
    while (at < to && labels.sourceIx[recorded.byCase[at]!] === first) at += 1;
    single[number] = at === to ? 1 : 0;
  });
  const workflowOf = recorded.activities.map(({ workflow }) => workflow);
  for (let i = 0; i < recorded.length; i += 1) {
    const source = labels.sourceIx[i]!;
    const sum = sums[source]!;
    const kind = recorded.kind[i]!;
    const workflow = workflowOf[recorded.activityIx[i]!]!;
    sum[0]! += 1;
    if (kind === UNKNOWN) sum[1]! += 1;
    if (kind === PERSON && labels.roleIx[i]! < 0) sum[2]! += 1;
    // An event that no workflow claims stands under the name of its source, which is no workflow.
    if (INTERNAL[kind]! && (workflow === null || workflow === labels.sources[source])) sum[3]! += 1;
    if (single[recorded.caseIx[i]!] === 1) sum[4]! += 1;
  }
  for (const [number, sum] of sums.entries()) addRow(totals, "quality", keyOf(labels.sources[number]!), sum);
}

/** When each source has events and touches, which workflows they belong to, and which activities people do in it. */
function addCoverage(totals: Totals, { columns, recorded, labels }: CountedLog, clock: ShiftClock): void {
  const { workflowIx, workflows } = workflowsOf(recorded);
  const width = labels.sources.length;
  const feeds = new Float64Array(workflows.length * width);
  const doneIn = new Float64Array(columns.activities.length * width);
  // By 32 days and within them by source: events of a case lie near each other, so that most find the counts of the one before.
  const counts = new Map<number, Float64Array<ArrayBuffer>>();
  let lastMonth = Number.NaN;
  let month = new Float64Array(0);
  for (let i = 0; i < recorded.length; i += 1) {
    const source = labels.sourceIx[i]!;
    feeds[workflowIx[recorded.activityIx[i]!]! * width + source]! += 1;
    const day = clock.dayOf(recorded.endedAtMs[i]!);
    if (day >> 5 !== lastMonth) {
      lastMonth = day >> 5;
      month = counts.get(lastMonth) ?? new Float64Array(64 * width);
      counts.set(lastMonth, month);
    }
    month[(day & 31) * width + source]! += 1;
    if (columns.kind[i] !== PERSON) continue;
    month[(32 + (day & 31)) * width + source]! += 1;
    doneIn[columns.activityIx[i]! * width + source]! += 1;
  }
  for (const [at, days] of counts)
    for (let of = 0; of < 32 * width; of += 1)
      if (days[of]! > 0)
        addRow(totals, SOURCE_DAYS, keyOf(labels.sources[of % width]!, at * 32 + Math.floor(of / width)), [
          days[of]!,
          days[32 * width + of]!,
        ]);
  for (const [of, touches] of doneIn.entries()) {
    const { workflow, activity } = columns.activities[Math.floor(of / width)] ?? { workflow: null, activity: "" };
    if (touches > 0) addRow(totals, DONE_IN, keyOf(workflow, activity, labels.sources[of % width]!), [touches]);
  }
  for (const [of, count] of feeds.entries())
    if (count > 0) addRow(totals, FEEDS, keyOf(workflows[Math.floor(of / width)]!, labels.sources[of % width]!), [count]);
}

const INTERNAL = actorKinds.map(isInternal);

function addDoubleEntries(totals: Totals, typed: readonly OpsEvent[]): void {
  for (const { first, second } of doubleEntries(typed, DOUBLE_ENTRY_MINUTES))
    addRow(totals, "double entries", keyOf(first.source ?? "", first.activity, second.source ?? "", second.activity), [1]);
}

/** How one workflow runs, from its own events: a case's events in other workflows are left out of its paths and times. */
function addWorkflow(totals: Totals, workflow: string, own: EventColumns, context: TotalsContext): void {
  const { shifts, exceptionOf } = context;
  const nameOf = (activity: number) => own.activities[activity]!.activity;
  const { found, counts, sequence } = countVariants(own);
  for (let variant = 0; variant < found; variant += 1)
    addRow(totals, `${VARIANTS}${workflow}`, sequence(variant).map(nameOf).join("\u001F"), [counts[variant]!]);
  addRow(totals, "hours", keyOf(workflow), touchesByHour(own, shifts.clock).flat());
  for (const { from, to, count } of handovers(own)) addRow(totals, "handovers of", keyOf(workflow, from, to), [count]);
  addRow(totals, "cases", keyOf("ping-pongs of", workflow), [pingPongs(own)]);
  const throughput = throughputMs(own);
  const lengths = new DurationCounts();
  const orders = new Map<number, number>();
  eachCase(own, (number, from) => {
    lengths.add(0, throughput[number]!);
    const monday = mondayOf(localParts(own.endedAtMs[own.byCase[from]!]!, shifts.clock).day);
    orders.set(monday, (orders.get(monday) ?? 0) + 1);
  });
  for (const { classMs, count, sumMs } of lengths.rows()) addRow(totals, "throughput", keyOf(workflow, classMs), [count, sumMs]);
  for (const [monday, count] of orders) addRow(totals, "orders", keyOf(workflow, monday), [count]);
  const waiting = waitingMs(own);
  const waits = new DurationCounts();
  for (let i = 0; i < own.length; i += 1) if (waiting[i]! >= 0) waits.add(own.activityIx[i]!, waiting[i]!);
  for (const { group, classMs, count, sumMs } of waits.rows())
    addRow(totals, "waiting", keyOf(workflow, nameOf(group), classMs), [count, sumMs]);
  const end = (activity: number) => (activity === OUTSIDE ? BEYOND : nameOf(activity));
  for (const { from, to, classMs, count, sumMs } of countFollows(own))
    addRow(totals, "follows", keyOf(workflow, end(from), end(to), classMs), [count, sumMs]);
  addApprovals(totals, workflow, own);
  addDecided(totals, workflow, own, context);
  const rule = exceptionOf(workflow);
  if (rule === null) return;
  for (const exception of exceptionsOfCases(own, rule)) {
    if (exception.closedAtMs === null) addRow(totals, "exceptions", keyOf(workflow, "open", exception.openedAtMs), [1]);
    else {
      const { state, ageHours } = ageOfException(exception, exception.closedAtMs, AGE_OUT_HOURS);
      addRow(totals, "exceptions", keyOf(workflow, state, ageClass(ageHours)), [1]);
    }
  }
}

function addDecided(totals: Totals, workflow: string, own: EventColumns, { shifts, outcomesOf }: TotalsContext): void {
  const outcomes = outcomesOf(workflow);
  if (outcomes === null) return;
  const decides = own.activities.map(({ activity }) => outcomes.has(activity));
  eachCase(own, (number, from, to) => {
    let count = 0;
    let lastMs = 0;
    for (let at = from; at < to; at += 1) {
      const i = own.byCase[at]!;
      if (own.kind[i] !== PERSON || !decides[own.activityIx[i]!]!) continue;
      count += 1;
      lastMs = own.endedAtMs[i]!;
    }
    if (count === 0) return;
    addRow(totals, "decisions", keyOf(workflow), [count]);
    addRow(totals, `${decidedParts(workflow)}${dateOf(shifts.dayOf(lastMs))}`, keyOf(own.cases[number]!), [count]);
  });
}

function addApprovals(totals: Totals, workflow: string, own: EventColumns): void {
  eachApprovalChain(own, isApproval, (chain) => {
    addRow(totals, "approvals", keyOf(workflow, "depth", chain.length), [1]);
    for (const [step, { waitMs, approver, self }] of chain.entries()) {
      if (waitMs !== null) addRow(totals, "approvals", keyOf(workflow, "wait", step, durationClass(waitMs)), [1, waitMs]);
      if (approver !== null) addRow(totals, "approvals", keyOf(workflow, "by", approver), [1]);
      if (self) addRow(totals, "approvals", keyOf(workflow, "self"), [1]);
    }
  });
}
