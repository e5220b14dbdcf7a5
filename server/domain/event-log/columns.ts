import { actorKinds, compareEvents, type ActorKind, type OpsEvent } from "./event.ts";

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
  const seen = new Set<string>();
  return sorted.filter((event) => {
    const key = event.source === undefined ? event.eventId : `${event.source}\n${event.eventId}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
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
  const caseNumbers = numbersOf(events.map((event) => event.caseId));
  const actorNumbers = numbersOf(events.flatMap((event) => event.actor ?? []));
  const activityNumbers = numbersOf(events.map((event) => activityKey(event.workflow ?? null, event.activity)));
  const length = events.length;
  const caseIx = new Int32Array(length);
  const activityIx = new Int32Array(length);
  const actorIx = new Int32Array(length);
  const kind = new Uint8Array(length);
  const startedAtMs = new Float64Array(length);
  const endedAtMs = new Float64Array(length);
  for (const [i, event] of events.entries()) {
    caseIx[i] = caseNumbers.get(event.caseId)!;
    activityIx[i] = activityNumbers.get(activityKey(event.workflow ?? null, event.activity))!;
    actorIx[i] = event.actor === null ? -1 : actorNumbers.get(event.actor)!;
    kind[i] = kindNumber(event.actorKind);
    startedAtMs[i] = event.startedAtMs ?? Number.NaN;
    endedAtMs[i] = event.endedAtMs;
  }
  return indexed({
    caseIx,
    activityIx,
    actorIx,
    kind,
    startedAtMs,
    endedAtMs,
    cases: [...caseNumbers.keys()],
    activities: [...activityNumbers.keys()].map(activityOfKey),
    actors: [...actorNumbers.keys()],
  });
}

const KIND_NUMBERS = new Map(actorKinds.map((kind, number) => [kind, number]));
export const kindNumber = (kind: ActorKind): number => KIND_NUMBERS.get(kind)!;

function numbersOf(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].sort(compareText).map((name, number) => [name, number]));
}

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
