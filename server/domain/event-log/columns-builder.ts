import { activityKey, activityOfKey, indexed, kindNumber, type EventColumns } from "./columns.ts";
import type { OpsEvent } from "./event.ts";

/** What a column needs of an event; its id only decides the order and the repeats, which the reader has settled. */
export type ColumnEvent = Pick<OpsEvent, "caseId" | "activity" | "workflow" | "actor" | "actorKind" | "startedAtMs" | "endedAtMs">;

/**
 * Columns of a log too large to hold as objects: about 30 bytes an event and each name once. Events come once each and in order of
 * (endedAtMs, eventId), as a query delivers them; the result equals columnsOf of the same events.
 */
export class ColumnsBuilder {
  private length = 0;
  private caseIx = new Int32Array(1024);
  private activityIx = new Int32Array(1024);
  private actorIx = new Int32Array(1024);
  private kind = new Uint8Array(1024);
  private startedAtMs = new Float64Array(1024);
  private endedAtMs = new Float64Array(1024);
  private readonly cases = new Map<string, number>();
  private readonly activities = new Map<string, number>();
  private readonly actors = new Map<string, number>();

  /** @throws RangeError when an event ends before the one before it: sort them in the query. */
  add(event: ColumnEvent): void {
    const i = this.length;
    if (i > 0 && event.endedAtMs < this.endedAtMs[i - 1]!) throw new RangeError("Events must come in order of their end time");
    if (i === this.endedAtMs.length) this.grow();
    this.caseIx[i] = numberIn(this.cases, event.caseId);
    this.activityIx[i] = numberIn(this.activities, activityKey(event.workflow ?? null, event.activity));
    this.actorIx[i] = event.actor === null ? -1 : numberIn(this.actors, event.actor);
    this.kind[i] = kindNumber(event.actorKind);
    this.startedAtMs[i] = event.startedAtMs ?? Number.NaN;
    this.endedAtMs[i] = event.endedAtMs;
    this.length = i + 1;
  }

  /** The columns. Names are put in order of code units, so that the order in which they first came does not matter. */
  finish(): EventColumns {
    const cases = inOrder(this.cases);
    const activities = inOrder(this.activities);
    const actors = inOrder(this.actors);
    const renumber = (numbers: Int32Array, to: Int32Array) => {
      const cut = numbers.slice(0, this.length);
      for (let i = 0; i < cut.length; i += 1) if (cut[i]! >= 0) cut[i] = to[cut[i]!]!;
      return cut;
    };
    return indexed({
      caseIx: renumber(this.caseIx, cases.numbers),
      activityIx: renumber(this.activityIx, activities.numbers),
      actorIx: renumber(this.actorIx, actors.numbers),
      kind: this.kind.slice(0, this.length),
      startedAtMs: this.startedAtMs.slice(0, this.length),
      endedAtMs: this.endedAtMs.slice(0, this.length),
      cases: cases.names,
      activities: activities.names.map(activityOfKey),
      actors: actors.names,
    });
  }

  private grow(): void {
    const length = 2 * this.endedAtMs.length;
    const longer = <T extends Int32Array | Uint8Array | Float64Array>(column: T, empty: T): T => {
      empty.set(column);
      return empty;
    };
    this.caseIx = longer(this.caseIx, new Int32Array(length));
    this.activityIx = longer(this.activityIx, new Int32Array(length));
    this.actorIx = longer(this.actorIx, new Int32Array(length));
    this.kind = longer(this.kind, new Uint8Array(length));
    this.startedAtMs = longer(this.startedAtMs, new Float64Array(length));
    this.endedAtMs = longer(this.endedAtMs, new Float64Array(length));
  }
}

function numberIn(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

/** The names in order, and for each number given on arrival the number in that order. */
function inOrder(names: ReadonlyMap<string, number>): { names: string[]; numbers: Int32Array } {
  const sorted = [...names.keys()].sort((a, b) => (a < b ? -1 : 1));
  const numbers = new Int32Array(sorted.length);
  for (const [number, name] of sorted.entries()) numbers[names.get(name)!] = number;
  return { names: sorted, numbers };
}
