import { activityKey } from "../event-log/columns.ts";
import { mondayOf } from "../effort/work-calendar.ts";
import type { ApprovalChains } from "../mining/approval-chains.ts";
import type { Spread } from "../mining/case-times.ts";
import { spreadOfClasses } from "../mining/duration-counts.ts";
import { ageClass, AGE_EDGES_HOURS, ageOfException, type ExceptionState } from "../mining/exception-age.ts";
import { OUTSIDE, processMap, type ProcessMap } from "../mining/directly-follows.ts";
import { volumeElasticity, type VolumeElasticity } from "../mining/volume-elasticity.ts";
import { AGE_OUT_HOURS, BEYOND, VARIANTS } from "./case-totals.ts";
import { fieldNumber } from "./roll-ups.ts";
import type { ExceptionDefinition } from "./workflow-definitions.ts";
import { keyOf, partsOf, rowsOf, splitKey, textsOf, type Totals } from "./totals.ts";

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

/** The variants of a workflow: how many there are, and the most frequent with their paths as JSON lists of activities. */
export type VariantCounts = { count: number; top: readonly { path: readonly string[]; cases: number }[] };

export const SHOWN_VARIANTS = 20;
const SHOWN_HANDOFFS = 30;
/** A group smaller than this is folded: its members could be told apart. */
export const SMALLEST_GROUP = 3;

/** Of all variants in the totals: the most frequent first, equally frequent ones in the order of their paths. */
export function variantCounts(totals: Totals, workflow: string): VariantCounts {
  const rows = rowsOf(totals, `${VARIANTS}${workflow}`);
  const top = rows.toSorted(([a, [m = 0]], [b, [n = 0]]) => n - m || (a < b ? -1 : 1)).slice(0, SHOWN_VARIANTS);
  return { count: rows.length, top: top.map(([path, [cases = 0]]) => ({ path: pathOf(path), cases })) };
}

/** A path as it is kept, as the list of its activities. */
export const pathOf = (text: string): string[] => text.split("\u001F");

export type DetailOptions = {
  /** End of the log: until then open exceptions age. */
  nowMs: number;
  /** Minutes a touch of each activity by activityKey, for the elasticity. */
  minutesPerTouch: ReadonlyMap<string, number>;
  /** What opens, resolves and ends an exception of it; null where the notion does not apply. */
  exception: ExceptionDefinition | null;
  variants: VariantCounts;
};

/** How one workflow runs, from its own events: a case's events in other workflows are left out of its paths and times. */
export function workflowDetail(totals: Totals, workflow: string, options: DetailOptions): WorkflowDetail {
  const own = <T>(part: string, read: (rest: string[], row: readonly number[]) => T): T[] =>
    rowsOf(totals, part).flatMap(([key, row]) => {
      const [of, ...rest] = textsOf(key);
      return of === workflow ? [read(rest, row)] : [];
    });
  const hours = totals.get("hours")?.get(keyOf(workflow)) ?? [];
  return {
    variants: variantRows(totals, workflow, options.variants),
    map: mapOfRows(own("follows", ([from = "", to = "", classMs], row) => ({ from, to, classMs: Number(classMs), row }))),
    touchesByHour: Array.from({ length: 7 }, (_, weekday) => Array.from({ length: 24 }, (_hour, hour) => hours[weekday * 24 + hour] ?? 0)),
    handoffs: handoffSummary(totals, workflow, own),
    throughput: spreadOfRows(own("throughput", ([ms], row) => ({ ms: Number(ms), row }))),
    waiting: waitingRows(own("waiting", ([activity = "", ms], row) => ({ activity, ms: Number(ms), row }))),
    exceptions:
      options.exception === null
        ? null
        : exceptions(
            own("exceptions", (rest, [count = 0]) => ({ rest, count })),
            options.nowMs,
          ),
    approvals: approvals(own("approvals", (rest, row) => ({ rest, row }))),
    elasticity: elasticity(
      totals,
      workflow,
      options.minutesPerTouch,
      own("orders", ([monday], [count = 0]) => [Number(monday), count] as const),
    ),
  };
}

type Own = <T>(part: string, read: (rest: string[], row: readonly number[]) => T) => T[];
type ClassRow = { ms: number; row: readonly number[] };

function variantRows(totals: Totals, workflow: string, { count, top }: VariantCounts): WorkflowDetail["variants"] {
  const cases = totals.get("cases")?.get(keyOf("of", workflow))?.[0] ?? 0;
  let covered = 0;
  const rows = top.map(({ path, cases: own }): VariantRow => {
    covered += own;
    return { activities: [...path], cases: own, share: own / cases, coverage: covered / cases };
  });
  return { count, cases, top: rows };
}

/** Names as numbers, for the map: what stands outside of a case has the number that says so. */
function mapOfRows(rows: readonly { from: string; to: string; classMs: number; row: readonly number[] }[]): ProcessMap {
  const names = [...new Set(rows.flatMap(({ from, to }) => [from, to]))].sort();
  const number = (name: string) => (name === BEYOND ? OUTSIDE : names.indexOf(name));
  const counts = rows.map(({ from, to, classMs, row }) => ({
    from: number(from),
    to: number(to),
    classMs,
    count: row[0] ?? 0,
    sumMs: row[1] ?? 0,
  }));
  return processMap(counts, (activity) => names[activity]!);
}

function spreadOfRows(rows: readonly ClassRow[]): Spread {
  const sumMs = rows.reduce((sum, { row }) => sum + (row[1] ?? 0), 0);
  return spreadOfClasses(
    rows.map(({ ms, row }) => [ms, row[0] ?? 0] as const),
    sumMs,
  );
}

function handoffSummary(totals: Totals, workflow: string, own: Own): HandoffSummary {
  const people = rowsOf(totals, "accounts").filter(([key]) => splitKey(key)[1] === workflow).length;
  const all = own("handovers of", ([from = "", to = ""], [count = 0]) => ({ from, to, count })).sort((a, b) => b.count - a.count);
  const passed = all.filter(({ from, to }) => from !== to);
  const total = (rows: readonly { count: number }[]) => rows.reduce((sum, row) => sum + row.count, 0);
  const passedOn = total(passed);
  return {
    people,
    kept: total(all) - passedOn,
    passedOn,
    pingPongs: totals.get("cases")?.get(keyOf("ping-pongs of", workflow))?.[0] ?? 0,
    rows: people < SMALLEST_GROUP ? [] : passed.slice(0, SHOWN_HANDOFFS),
  };
}

function waitingRows(rows: readonly (ClassRow & { activity: string })[]): WaitingRow[] {
  return [...Map.groupBy(rows, ({ activity }) => activity)]
    .flatMap(([activity, own]) => {
      const spread = spreadOfRows(own);
      return spread === null ? [] : [{ activity, spread }];
    })
    .sort((a, b) => b.spread.meanHours * b.spread.count - a.spread.meanHours * a.spread.count || (a.activity < b.activity ? -1 : 1));
}

function exceptions(rows: readonly { rest: readonly string[]; count: number }[], nowMs: number): Record<ExceptionState, number[]> {
  const empty = () => Array.from({ length: AGE_EDGES_HOURS.length + 1 }, () => 0);
  const table = { open: empty(), resolved: empty(), "aged out": empty() };
  for (const { rest, count } of rows) {
    const [state, value] = rest;
    if (state === "resolved" || state === "aged out") table[state][Number(value)]! += count;
    else {
      const aged = ageOfException({ openedAtMs: Number(value), closedAtMs: null, resolved: false }, nowMs, AGE_OUT_HOURS);
      table[aged.state][ageClass(aged.ageHours)]! += count;
    }
  }
  return table;
}

function approvals(rows: readonly { rest: readonly string[]; row: readonly number[] }[]): ApprovalChains | null {
  const casesByDepth = [0];
  const waits: ClassRow[][] = [];
  let approvers = 0;
  let selfApproved = 0;
  for (const { rest, row } of rows) {
    const [what, first, ms] = rest;
    if (what === "self") selfApproved += row[0] ?? 0;
    else if (what === "by") approvers += 1;
    else if (what === "wait") (waits[Number(first)] ??= []).push({ ms: Number(ms), row });
    else {
      const depth = Number(first);
      while (casesByDepth.length <= depth) casesByDepth.push(0);
      casesByDepth[depth]! += row[0] ?? 0;
    }
  }
  if (casesByDepth.length === 1) return null;
  return { casesByDepth, waitByStep: Array.from(waits, (wait) => spreadOfRows(wait ?? [])), approvers, selfApproved };
}

const TOUCHES = fieldNumber("person");

/** Whole weeks only: the first and the last are cut off by the window. */
function elasticity(
  totals: Totals,
  workflow: string,
  minutesPerTouch: ReadonlyMap<string, number>,
  orders: readonly (readonly [monday: number, count: number])[],
): VolumeElasticity | null {
  const weeks = new Map<number, { orders: number; manualMinutes: number }>();
  const weekOf = (monday: number) => {
    const week = weeks.get(monday) ?? { orders: 0, manualMinutes: 0 };
    weeks.set(monday, week);
    return week;
  };
  const touches = new Map<string, Map<number, number>>();
  const prefix = activityKey(workflow, "");
  for (const part of partsOf(totals, "roll-ups "))
    for (const [key, row] of rowsOf(totals, part)) {
      const cut = key.indexOf("\n");
      const count = row[TOUCHES] ?? 0;
      if (count === 0 || !key.startsWith(prefix, cut + 1)) continue;
      const monday = mondayOf(Number(key.slice(0, cut)));
      const activity = key.slice(cut + 1);
      const own = touches.get(activity) ?? new Map<number, number>();
      touches.set(activity, own.set(monday, (own.get(monday) ?? 0) + count));
    }
  for (const [activity, own] of [...touches].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const [monday, count] of own) weekOf(monday).manualMinutes += count * (minutesPerTouch.get(activity) ?? 0);
  for (const [monday, count] of orders) weekOf(monday).orders += count;
  const inOrder = [...weeks].sort(([a], [b]) => a - b).map(([, week]) => week);
  return volumeElasticity(inOrder.slice(1, -1));
}
