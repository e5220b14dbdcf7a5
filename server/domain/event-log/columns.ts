import { slotKey, slotOf } from "./clock-slot.ts";
import { actorKinds, compareEvents, type ActorKind, type OpsEvent } from "./event.ts";
import type { EventLabels } from "./labels.ts";

/** An activity belongs to the workflow that claims it: the same name in two workflows is two activities. null: no workflow. */
export type ActivityName = { workflow: string | null; activity: string };

/**
 * The event log as columns, in order of (endedAtMs, eventId). Names are numbers into the lists below; -1 is no actor.
 * `byCase` and `byActor` list event numbers grouped by case and by actor, in time order within each;
 * the group of case c is byCase[caseStart[c] .. caseStart[c + 1]]. Events without an actor are in no actor's group.
 * startedAtMs is NaN where the source has no start.
 */
export type EventColumns = {
  readonly length: number;
  readonly caseIx: Int32Array;
  readonly activityIx: Int32Array;
  readonly actorIx: Int32Array;
  /** Index into actorKinds. */
  readonly kind: Uint8Array;
  readonly startedAtMs: Float64Array;
  readonly endedAtMs: Float64Array;
  readonly byCase: Uint32Array;
  readonly caseStart: Uint32Array;
  readonly byActor: Uint32Array;
  readonly actorStart: Uint32Array;
  readonly cases: readonly string[];
  readonly activities: readonly ActivityName[];
  readonly actors: readonly string[];
};

export const PERSON = actorKinds.indexOf("person");
export const APP = actorKinds.indexOf("app");
export const RULE = actorKinds.indexOf("rule");
export const UNKNOWN = actorKinds.indexOf("unknown");

/** The events that count: every id of a source once, in order. Of two with one id the first in order of time stays, whatever was read first. */
export function orderedEvents(events: readonly OpsEvent[]): OpsEvent[] {
  const sorted = events.toSorted((a, b) => compareEvents(a, b) || compareText(contentOf(a), contentOf(b)));
  // By source and then id: a text of both for each event costs more than all the rest.
  const seen = new Map<string | undefined, Set<string>>();
  return sorted.filter(({ source, eventId }) => {
    let ids = seen.get(source);
    if (ids === undefined) {
      ids = new Set();
      seen.set(source, ids);
    }
    const known = ids.size;
    return ids.add(eventId).size > known;
  });
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const contentOf = (event: OpsEvent) =>
  JSON.stringify([event.source, event.caseId, event.workflow, event.activity, event.actor, event.actorKind, event.startedAtMs]);

/** Columns of a log given as events in any order, repeats allowed. Lists of names are in order of code units. */
export function columnsOf(events: readonly OpsEvent[]): EventColumns {
  return columnsOfOrdered(orderedEvents(events));
}

/** As columnsOf, for events that orderedEvents has put in order. */
export function columnsOfOrdered(events: readonly OpsEvent[]): EventColumns {
  const length = events.length;
  const cases = new Names();
  const actors = new Names();
  const activities = new Names();
  const keys = new Map<string | undefined, Map<string, number>>();
  const columns = {
    caseIx: new Int32Array(length),
    activityIx: new Int32Array(length),
    actorIx: new Int32Array(length),
    kind: new Uint8Array(length),
    startedAtMs: new Float64Array(length),
    endedAtMs: new Float64Array(length),
  };
  for (let i = 0; i < length; i += 1) {
    const { caseId, workflow, activity, actor, actorKind, startedAtMs, endedAtMs } = events[i]!;
    let known = keys.get(workflow);
    if (known === undefined) {
      known = new Map();
      keys.set(workflow, known);
    }
    let number = known.get(activity);
    if (number === undefined) {
      number = activities.numberOf(activityKey(workflow ?? null, activity));
      known.set(activity, number);
    }
    columns.caseIx[i] = cases.numberOf(caseId);
    columns.activityIx[i] = number;
    columns.actorIx[i] = actor === null ? -1 : actors.numberOf(actor);
    columns.kind[i] = kindNumber(actorKind);
    columns.startedAtMs[i] = startedAtMs ?? Number.NaN;
    columns.endedAtMs[i] = endedAtMs;
  }
  return indexed({
    ...columns,
    cases: cases.inOrder(columns.caseIx),
    activities: activities.inOrder(columns.activityIx).map(activityOfKey),
    actors: actors.inOrder(columns.actorIx),
  });
}

/** Names as numbers: first in the order in which they came, in the end in the order of code units. */
class Names {
  private readonly numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.numbers.size);
    return this.numbers.size - 1;
  }

  /** The names in order; `column` holds their numbers by then. */
  inOrder(column: Int32Array): string[] {
    const came = [...this.numbers.keys()];
    const order = Uint32Array.from(came, (_, number) => number).sort((a, b) => compareText(came[a]!, came[b]!));
    const place = new Int32Array(came.length);
    for (const [at, number] of order.entries()) place[number] = at;
    for (let i = 0; i < column.length; i += 1) if (column[i]! >= 0) column[i] = place[column[i]!]!;
    return Array.from(order, (number) => came[number]!);
  }
}

const KIND_NUMBERS = new Map(actorKinds.map((kind, number) => [kind, number]));
export const kindNumber = (kind: ActorKind): number => KIND_NUMBERS.get(kind)!;

/** One text for a workflow and an activity, and back. U+001F cannot come from a file's cell that was typed. */
export const activityKey = (workflow: string | null, activity: string) => (workflow === null ? activity : `${workflow}\u001F${activity}`);

export function activityOfKey(key: string): ActivityName {
  const cut = key.indexOf("\u001F");
  return cut < 0 ? { workflow: null, activity: key } : { workflow: key.slice(0, cut), activity: key.slice(cut + 1) };
}

/** Adds the groups to columns whose events stand in order of time. */
export function indexed(columns: Omit<EventColumns, "length" | "byCase" | "caseStart" | "byActor" | "actorStart">): EventColumns {
  const cases = groupsOf(columns.caseIx, columns.cases.length);
  const actors = groupsOf(columns.actorIx, columns.actors.length);
  return {
    ...columns,
    length: columns.endedAtMs.length,
    byCase: cases.members,
    caseStart: cases.start,
    byActor: actors.members,
    actorStart: actors.start,
  };
}

/** The workflows of the activities, and for each activity the number of its workflow. Only activities that occur should be listed. */
export function workflowsOf({ activities }: Pick<EventColumns, "activities">): { workflowIx: Int32Array; workflows: (string | null)[] } {
  const workflows = [...new Set(activities.map(({ workflow }) => workflow))];
  const numbers = new Map(workflows.map((workflow, number) => [workflow, number]));
  return { workflowIx: Int32Array.from(activities, ({ workflow }) => numbers.get(workflow)!), workflows };
}

/** Counting sort: the members of each group in their order; negative numbers are in no group. */
export function groupsOf(group: Int32Array, groups: number): { members: Uint32Array; start: Uint32Array } {
  const start = new Uint32Array(groups + 1);
  for (const number of group) if (number >= 0) start[number + 1]! += 1;
  for (let g = 0; g < groups; g += 1) start[g + 1]! += start[g]!;
  const next = start.slice();
  const members = new Uint32Array(start[groups]!);
  for (let i = 0; i < group.length; i += 1) {
    const number = group[i]!;
    if (number < 0) continue;
    members[next[number]!] = i;
    next[number]! += 1;
  }
  return { members, start };
}

/**
 * The same log with accounts found to be bots counted as apps. What was recorded stays: this is a view, made anew whenever
 * the classification changes.
 */
export function withBots(columns: EventColumns, bots: ReadonlySet<string>): EventColumns {
  if (bots.size === 0) return columns;
  const isBot = columns.actors.map((actor) => bots.has(actor));
  const kind = columns.kind.map((number, i) =>
    number === PERSON && columns.actorIx[i]! >= 0 && isBot[columns.actorIx[i]!] ? APP : number,
  );
  return { ...columns, kind };
}

/** Touches that name nobody, in slots (slotKey) in which a program was found to do them, as done by an app. @param labels of the same events */
export function withClocks(
  columns: EventColumns,
  { sourceIx, sources }: Pick<EventLabels, "sourceIx" | "sources">,
  clocks: ReadonlySet<string>,
): EventColumns {
  if (clocks.size === 0) return columns;
  const kind = columns.kind.map((number, i) => {
    if (number !== PERSON || columns.actorIx[i]! >= 0) return number;
    const { activity } = columns.activities[columns.activityIx[i]!]!;
    return clocks.has(slotKey(slotOf({ source: sources[sourceIx[i]!]!, activity, endedAtMs: columns.endedAtMs[i]! }))) ? APP : number;
  });
  return { ...columns, kind };
}
