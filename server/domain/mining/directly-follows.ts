import type { EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";

/** Stands for what is before the first and after the last event of a case. */
export const OUTSIDE = -1;

/**
 * How often one activity directly follows another in a case, by how long it took; numbers of activities, or OUTSIDE. Whole numbers that add
 * up over any division of the log into whole cases. classMs -1: no time is known, as for begin and end.
 */
export type FollowCount = { from: number; to: number; classMs: number; count: number; sumMs: number };

const STEP = Math.log(1.05);

/** A duration rounded to a scale whose steps are 5 %, so that a median over any number of cases comes from a few hundred classes. */
export const coarseClass = (ms: number): number => (ms < 1000 ? 0 : Math.round(Math.exp(stepOf(ms) * STEP)));

const stepOf = (ms: number) => Math.round(Math.log(ms) / STEP);
const MOST_STEPS = 1024; // More than all of time takes: a second is step 142.

/**
 * Direct successions of all cases. The time of one is from the end of the event before to the start of this one, or to its end where no start
 * is recorded; never below 0.
 */
export function countFollows(columns: EventColumns): FollowCount[] {
  const { byCase, activityIx, startedAtMs, endedAtMs } = columns;
  const found = new Map<number, FollowCount>();
  const width = columns.activities.length + 1;
  const add = (from: number, to: number, ms: number) => {
    const key = ((from + 1) * width + to + 1) * MOST_STEPS + (ms < 0 ? 1 : ms < 1000 ? 0 : stepOf(ms));
    let known = found.get(key);
    if (known === undefined) {
      known = { from, to, classMs: ms < 0 ? -1 : coarseClass(ms), count: 0, sumMs: 0 };
      found.set(key, known);
    }
    known.count += 1;
    if (ms > 0) known.sumMs += ms;
  };
  eachCase(columns, (_, from, to) => {
    add(OUTSIDE, activityIx[byCase[from]!]!, -1);
    for (let at = from + 1; at < to; at += 1) {
      const before = byCase[at - 1]!;
      const i = byCase[at]!;
      const begun = Number.isNaN(startedAtMs[i]!) ? endedAtMs[i]! : startedAtMs[i]!;
      add(activityIx[before]!, activityIx[i]!, Math.max(0, begun - endedAtMs[before]!));
    }
    add(activityIx[byCase[to - 1]!]!, OUTSIDE, -1);
  });
  return [...found.values()].sort((a, b) => a.from - b.from || a.to - b.to || a.classMs - b.classMs);
}

/** null as an end: begin or end of a case. medianHours null: none is known. */
export type MapEdge = { from: string | null; to: string | null; count: number; medianHours: number | null; meanHours: number | null };

/** A directly-follows graph: what happens how often, and after what. */
export type ProcessMap = { cases: number; activities: { activity: string; events: number }[]; edges: MapEdge[] };

/**
 * The map of a workflow from its counts, in whatever order or number of pieces these come. Activities and edges: most frequent first, then by
 * name. The median is that of a class, so right to 2.5 %.
 */
export function processMap(counts: readonly FollowCount[], nameOf: (activity: number) => string): ProcessMap {
  const edges = new Map<string, { from: string | null; to: string | null; classes: Map<number, number>; count: number; sumMs: number }>();
  const events = new Map<string, number>();
  let cases = 0;
  for (const { from, to, classMs, count, sumMs } of counts) {
    const names = { from: from === OUTSIDE ? null : nameOf(from), to: to === OUTSIDE ? null : nameOf(to) };
    const key = JSON.stringify(names);
    const edge = edges.get(key) ?? { ...names, classes: new Map<number, number>(), count: 0, sumMs: 0 };
    edges.set(key, edge);
    edge.count += count;
    edge.sumMs += sumMs;
    if (classMs >= 0) edge.classes.set(classMs, (edge.classes.get(classMs) ?? 0) + count);
    if (names.to === null) cases += count;
    else events.set(names.to, (events.get(names.to) ?? 0) + count);
  }
  const hours = (ms: number | null) => (ms === null ? null : ms / 3_600_000);
  return {
    cases,
    activities: [...events]
      .map(([activity, n]) => ({ activity, events: n }))
      .sort((a, b) => b.events - a.events || compareText(a.activity, b.activity)),
    edges: [...edges.values()]
      .map(({ from, to, classes, count, sumMs }) => ({
        from,
        to,
        count,
        medianHours: hours(medianOf(classes)),
        meanHours: classes.size === 0 ? null : hours(sumMs / count),
      }))
      .sort((a, b) => b.count - a.count || compareText(edgeKey(a), edgeKey(b))),
  };
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
export const edgeKey = ({ from, to }: Pick<MapEdge, "from" | "to">): string => JSON.stringify([from, to]);

function medianOf(classes: ReadonlyMap<number, number>): number | null {
  const sorted = [...classes].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.max(1, Math.ceil(total / 2));
  for (const [ms, count] of sorted) {
    left -= count;
    if (left <= 0) return ms;
  }
  return null;
}

/** The map of one path that `cases` cases take: times are those of all cases, since a path's own are not kept. */
export function mapOfPath(activities: readonly string[], cases: number, all: ProcessMap): ProcessMap {
  const known = new Map(all.edges.map((edge) => [edgeKey(edge), edge]));
  const events = new Map<string, number>();
  const edges = new Map<string, MapEdge>();
  const steps = [null, ...activities, null];
  for (const activity of activities) events.set(activity, (events.get(activity) ?? 0) + cases);
  for (const [at, to] of steps.slice(1).entries()) {
    const from = steps[at]!;
    const key = edgeKey({ from, to });
    const { medianHours = null, meanHours = null } = known.get(key) ?? {};
    edges.set(key, { from, to, count: (edges.get(key)?.count ?? 0) + cases, medianHours, meanHours });
  }
  return { cases, activities: [...events].map(([activity, n]) => ({ activity, events: n })), edges: [...edges.values()] };
}

/**
 * The same map without rare edges: the most frequent ones until `share` of all successions is shown, and of the rest those without which an
 * activity could not be reached from the begin, or the end not from it. So no activity is lost and the map hangs together.
 *
 * @param share 0..1; 1 keeps all
 */
export function withoutRareEdges(map: ProcessMap, share: number): ProcessMap & { hidden: { edges: number; successions: number } } {
  const total = map.edges.reduce((sum, { count }) => sum + count, 0);
  const kept = new Set([...spanning(map, "from", "to"), ...spanning(map, "to", "from")]);
  let shown = 0;
  for (const edge of map.edges) {
    if (shown >= share * total) break;
    shown += edge.count;
    kept.add(edge);
  }
  const hidden = map.edges.filter((edge) => !kept.has(edge));
  return {
    ...map,
    edges: map.edges.filter((edge) => kept.has(edge)),
    hidden: { edges: hidden.length, successions: hidden.reduce((sum, { count }) => sum + count, 0) },
  };
}

/** Of all trees from the outside to every activity the one whose edges are the most frequent (Prim). */
function spanning({ edges }: ProcessMap, near: "from" | "to", far: "from" | "to"): MapEdge[] {
  const reached = new Set<string | null>([null]);
  const tree: MapEdge[] = [];
  for (;;) {
    // Edges stand in order of frequency: the first that leads on is the most frequent.
    const next = edges.find((edge) => reached.has(edge[near]) && !reached.has(edge[far]));
    if (!next) return tree;
    reached.add(next[far]);
    tree.push(next);
  }
}
