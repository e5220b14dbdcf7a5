import { activityKey, PERSON, type EventColumns } from "../event-log/columns.ts";

/** Longest pause within a batch. Source: audit method; Martin et al. (2015 to 2021) on batch processing in event logs. */
export const BATCH_GAP_MS = 15 * 60_000;

/** Touches of one activity by one person in quick succession on at least two cases. `events` are event numbers in order of time. */
export type Batch = { actor: string; activityIx: number; events: number[] };

/**
 * Batches: same person, same activity, at most 15 minutes from end to end, at least two different cases. Other activities of the
 * person in between do not end a batch.
 *
 * @returns batches by actor, then by time of their first event
 */
export function batches(columns: EventColumns, gapMs: number = BATCH_GAP_MS): Batch[] {
  const { byActor, actorStart, kind, activityIx, caseIx, endedAtMs } = columns;
  const found: Batch[] = [];
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    const open = new Map<number, number[]>();
    const closed: number[][] = [];
    const close = (run: number[]) => {
      if (run.some((i) => caseIx[i] !== caseIx[run[0]!])) closed.push(run);
    };
    for (let at = actorStart[actor]!; at < actorStart[actor + 1]!; at += 1) {
      const i = byActor[at]!;
      if (kind[i] !== PERSON) continue;
      const run = open.get(activityIx[i]!);
      if (run && endedAtMs[i]! - endedAtMs[run.at(-1)!]! <= gapMs) run.push(i);
      else {
        if (run) close(run);
        open.set(activityIx[i]!, [i]);
      }
    }
    for (const run of open.values()) close(run);
    for (const events of closed.sort((a, b) => a[0]! - b[0]!))
      found.push({ actor: columns.actors[actor]!, activityIx: activityIx[events[0]!]!, events });
  }
  return found;
}

/** A run of touches that may go on after the stretch of the log in which it began, and become a batch or a longer one. */
export type OpenRun = {
  actor: string;
  workflow: string | null;
  activity: string;
  lastMs: number;
  firstCase: string;
  touches: number;
  /** Two cases are in it. */
  mixed: boolean;
};

/** How many batches there are and how many touches are in them, without listing them. */
export function batchTotals(columns: EventColumns): { count: number; touches: number } {
  const { count, touches } = countBatches(columns);
  return { count, touches };
}

/**
 * As batchTotals, of a stretch of a log: one pass in order of time.
 *
 * @param open runs that the stretch of the log before left open
 * @param untilMs where this stretch ends: runs that may go on after it are not counted, but given as open
 */
export function countBatches(
  columns: EventColumns,
  {
    gapMs = BATCH_GAP_MS,
    open = [],
    untilMs = Number.POSITIVE_INFINITY,
  }: { gapMs?: number; open?: readonly OpenRun[]; untilMs?: number } = {},
): { count: number; touches: number; open: OpenRun[] } {
  const { actorIx, kind, activityIx, caseIx, endedAtMs } = columns;
  const people = peopleOf(columns);
  const width = columns.activities.length;
  const runs = people.count * width;
  const lastMs = new Float64Array(runs);
  const firstCase = new Int32Array(runs);
  const size = new Float64Array(runs);
  const mixed = new Uint8Array(runs);
  const totals = { count: 0, touches: 0 };
  const left: OpenRun[] = [];
  const opened = seedsOf(columns, people.number, open);
  const names = new Map<number, string>();
  for (const { run, own, seed } of opened) {
    if (own < 0) {
      if (untilMs - seed.lastMs <= gapMs) left.push(seed);
      else if (seed.mixed) add(totals, seed.touches);
      continue;
    }
    lastMs[run] = seed.lastMs;
    firstCase[run] = own;
    size[run] = seed.touches;
    mixed[run] = seed.mixed ? 1 : 0;
    names.set(run, seed.firstCase);
  }
  const close = (run: number) => {
    if (mixed[run] === 1) add(totals, size[run]!);
  };
  for (let i = 0; i < columns.length; i += 1) {
    const actor = actorIx[i]!;
    if (kind[i] !== PERSON || actor < 0) continue;
    const run = people.number[actor]! * width + activityIx[i]!;
    if (size[run]! > 0 && endedAtMs[i]! - lastMs[run]! > gapMs) {
      close(run);
      size[run] = 0;
      mixed[run] = 0;
      names.delete(run);
    }
    if (size[run] === 0) firstCase[run] = caseIx[i]!;
    else if (caseIx[i] !== firstCase[run]) mixed[run] = 1;
    size[run]! += 1;
    lastMs[run] = endedAtMs[i]!;
  }
  for (let run = 0; run < runs; run += 1) {
    if (size[run] === 0) continue;
    if (untilMs - lastMs[run]! > gapMs) close(run);
    else {
      const actor = people.actors[Math.floor(run / width)]!;
      left.push({
        actor: columns.actors[actor]!,
        ...columns.activities[run % width]!,
        lastMs: lastMs[run]!,
        firstCase: names.get(run) ?? columns.cases[firstCase[run]!]!,
        touches: size[run]!,
        mixed: mixed[run] === 1,
      });
    }
  }
  return { ...totals, open: left };
}

function add(totals: { count: number; touches: number }, touches: number): void {
  totals.count += 1;
  totals.touches += touches;
}

/** Accounts with touches, numbered anew: a log may name many others. */
function peopleOf({ length, actors, actorIx, kind }: EventColumns): { number: Int32Array; actors: number[]; count: number } {
  const number = new Int32Array(actors.length).fill(-1);
  const touching: number[] = [];
  for (let i = 0; i < length; i += 1) {
    const actor = actorIx[i]!;
    if (kind[i] !== PERSON || actor < 0 || number[actor]! >= 0) continue;
    number[actor] = touching.length;
    touching.push(actor);
  }
  return { number, actors: touching, count: touching.length };
}

/** own: the number of the run's first case, beyond all of these columns where it is not among them; -1: nothing here can be of the run. */
function seedsOf(columns: EventColumns, people: Int32Array, open: readonly OpenRun[]): { run: number; own: number; seed: OpenRun }[] {
  if (open.length === 0) return [];
  const actors = new Map(columns.actors.map((actor, number) => [actor, number]));
  const activities = new Map(columns.activities.map(({ workflow, activity }, number) => [activityKey(workflow, activity), number]));
  const wanted = new Set(open.map(({ firstCase }) => firstCase));
  const cases = new Map(columns.cases.flatMap((name, number) => (wanted.has(name) ? [[name, number] as const] : [])));
  return open.map((seed) => {
    const person = people[actors.get(seed.actor) ?? -1] ?? -1;
    const activity = activities.get(activityKey(seed.workflow, seed.activity)) ?? -1;
    if (person < 0 || activity < 0) return { run: -1, own: -1, seed };
    return { run: person * columns.activities.length + activity, own: cases.get(seed.firstCase) ?? columns.cases.length, seed };
  });
}
