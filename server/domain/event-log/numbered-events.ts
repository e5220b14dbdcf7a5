import { activityKey, activityOfKey, APP, indexed, kindNumber, PERSON, withClocks, type EventColumns } from "./columns.ts";
import { isMachine, withKind, type Classification, type ClassifiedLog } from "./classified-log.ts";
import type { ActorKind, OpsEvent } from "./event.ts";

/** What is said of an event beside its case, its account and its times. A log has few different ones, and each is written once. */
export type EventWords = {
  source: string;
  activity: string;
  kind: ActorKind;
  role: string | null;
  /** What the source wrote: to which workflow the event belongs the definitions say. */
  recordedWorkflow: string | null;
  /** It belongs to the deliveries that are about to be counted. */
  fresh: boolean;
};

/**
 * A stretch of the log as it is read: some numbers for each event, and each name once. The events of one case stand in the order of
 * compareEvents where cases are counted, those of one account where days are. actorIx -1: nobody is named; startedAtMs NaN: no start is known.
 */
export type NumberedEvents = {
  readonly length: number;
  readonly caseIx: Int32Array;
  readonly actorIx: Int32Array;
  readonly wordsIx: Int32Array;
  readonly startedAtMs: Float64Array;
  readonly endedAtMs: Float64Array;
  readonly cases: readonly string[];
  /** May hold more than those of this stretch, as `words`. */
  readonly actors: readonly string[];
  readonly words: readonly EventWords[];
  /** Events with attributes, where these were read: what was typed in two sources is looked for in them. */
  readonly typed: readonly { event: OpsEvent; fresh: boolean }[];
};

/** The events that were counted before. */
export function withoutFresh(events: NumberedEvents): NumberedEvents {
  const { words, wordsIx } = events;
  const kept = new Uint32Array(events.length);
  let length = 0;
  for (let i = 0; i < events.length; i += 1) if (!words[wordsIx[i]!]!.fresh) kept[length++] = i;
  const chosen = <T extends Int32Array | Float64Array>(column: T, own: T): T => {
    for (let at = 0; at < length; at += 1) own[at] = column[kept[at]!]!;
    return own;
  };
  return {
    ...events,
    length,
    caseIx: chosen(events.caseIx, new Int32Array(length)),
    actorIx: chosen(events.actorIx, new Int32Array(length)),
    wordsIx: chosen(wordsIx, new Int32Array(length)),
    startedAtMs: chosen(events.startedAtMs, new Float64Array(length)),
    endedAtMs: chosen(events.endedAtMs, new Float64Array(length)),
    typed: events.typed.filter(({ fresh }) => !fresh),
  };
}

/**
 * The workflow of an event: `of` answers for cases that begin with the start of that number, see workflowMatcher.
 */
export type WorkflowOfWords = { startOf: (caseId: string) => number; starts: number; of: (words: EventWords, start: number) => string };

/** What the totals take of a log. */
export type CountedLog = Omit<ClassifiedLog, "events">;

/** The events under a view, as classifiedLog gives them; numbers of names are in another order, which no sum depends on. */
export function countedLog(events: NumberedEvents, view: Classification, workflowOf: WorkflowOfWords): CountedLog {
  const { kindsSaid, bots, clocks } = view;
  const { length, words } = events;
  const activities = numbers(events, workflowOf);
  const actors = presentActors(events);
  const said = actors.names.map((actor) => {
    const kind = kindsSaid.get(actor);
    return kind === undefined ? -1 : kindNumber(kind);
  });
  const isBot = actors.names.map((actor) => bots.has(actor));
  const kindOf = words.map(({ kind }) => kindNumber(kind));
  const sources = new Map<string, number>();
  const roles = new Map<string, number>();
  const sourceOf = words.map(({ source }) => numberIn(sources, source));
  const roleOf = words.map(({ role }) => (role === null ? -1 : numberIn(roles, role)));
  const recordedKind = new Uint8Array(length);
  const kind = new Uint8Array(length);
  const sourceIx = new Int32Array(length);
  const roleIx = new Int32Array(length);
  for (let i = 0; i < length; i += 1) {
    const word = events.wordsIx[i]!;
    const actor = actors.actorIx[i]!;
    const known = actor < 0 || said[actor]! < 0 ? kindOf[word]! : said[actor]!;
    recordedKind[i] = known;
    kind[i] = actor >= 0 && known === PERSON && isBot[actor]! ? APP : known;
    sourceIx[i] = sourceOf[word]!;
    roleIx[i] = roleOf[word]!;
  }
  const recorded: EventColumns = indexed({
    caseIx: events.caseIx,
    activityIx: activities.activityIx,
    actorIx: actors.actorIx,
    kind: recordedKind,
    startedAtMs: events.startedAtMs,
    endedAtMs: events.endedAtMs,
    cases: events.cases,
    activities: activities.keys.map(activityOfKey),
    actors: actors.names,
  });
  const typed = events.typed.filter(({ event }) => !isMachine(event, view));
  const labels = { roleIx, roles: [...roles.keys()], sourceIx, sources: [...sources.keys()] };
  return {
    typed: typed.map(({ event }) => withKind(event, kindsSaid)).filter(({ actorKind }) => actorKind === "person"),
    columns: withClocks({ ...recorded, kind }, labels, clocks),
    recorded,
    labels,
  };
}

function numbers({ length, words, wordsIx, caseIx, cases }: NumberedEvents, { starts, startOf, of }: WorkflowOfWords) {
  const known = new Map<string, number>();
  const table = new Int32Array(words.length * starts).fill(-1);
  const starting = starts === 1 ? null : cases.map(startOf);
  const activityIx = new Int32Array(length);
  for (let i = 0; i < length; i += 1) {
    const start = starting === null ? 0 : starting[caseIx[i]!]!;
    const at = wordsIx[i]! * starts + start;
    if (table[at]! < 0) {
      const word = words[wordsIx[i]!]!;
      table[at] = numberIn(known, activityKey(of(word, start), word.activity));
    }
    activityIx[i] = table[at]!;
  }
  return { activityIx, keys: [...known.keys()] };
}

/** The accounts of this stretch, numbered anew: the list may hold many that have no event here. */
function presentActors({ length, actorIx, actors }: NumberedEvents): { actorIx: Int32Array; names: string[] } {
  const place = new Int32Array(actors.length).fill(-1);
  const names: string[] = [];
  const own = new Int32Array(length);
  for (let i = 0; i < length; i += 1) {
    const number = actorIx[i]!;
    if (number < 0) own[i] = -1;
    else {
      if (place[number]! < 0) {
        place[number] = names.length;
        names.push(actors[number]!);
      }
      own[i] = place[number]!;
    }
  }
  return { actorIx: own, names };
}

function numberIn(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}
