import { ByteNames, hashOf } from "./byte-names.ts";
import type { OpsEvent } from "./event.ts";
import { startOfText, textOf, type BlockWords, type EventBlock, type Texts } from "./event-block.ts";
import type { EventWords, NumberedEvents } from "./numbered-events.ts";
import { inThisOrder, orderOfTimes, sortByText } from "./order-of-times.ts";

/** A stretch of the events of a block, from one to before another. */
export type BlockPart = {
  readonly id: string;
  readonly block: EventBlock;
  readonly sourceId: string;
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly typed: readonly TypedValues[];
};

/** Where in a block the events begin that end at a time or later. */
export function placeOfTime({ endedAtMs }: Pick<EventBlock, "endedAtMs">, ms: number): number {
  let low = 0;
  let high = endedAtMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endedAtMs[middle]! < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a source said of an event beside the columns: the place of the event in its block, its own id, and its attributes. */
export type TypedValues = { place: number; eventId: string; attributes: Readonly<Record<string, string>> };

/** One of several shares of the cases, by a number made of their names: all of a case are in one. */
export type ShareOfCases = { number: number; of: number };

const UNKNOWN = -2;
const LEFT_OUT = -1;

/** Events from several blocks as one stretch of the log, in the order of compareEvents within each case and account. */
export class GatheredEvents {
  private readonly share: ShareOfCases;
  /** Accounts that a person said are people. */
  private readonly said: ReadonlySet<string>;
  private readonly caseNames = new ByteNames();
  private readonly cases: string[] = [];
  private readonly actorNumbers = new Map<string, number>();
  private readonly wordNumbers = new Map<string, number>();
  private readonly words: EventWords[] = [];
  private readonly typed: { event: OpsEvent; fresh: boolean }[] = [];
  private readonly parts: { part: BlockPart; start: number }[] = [];
  private columns: Columns;
  private length = 0;

  /** @param capacity how many events are expected; more are taken too */
  constructor({ share = { number: 0, of: 1 }, said = [], capacity }: { share?: ShareOfCases; said?: Iterable<string>; capacity: number }) {
    this.share = share;
    this.said = new Set(said);
    this.columns = newColumns(capacity);
  }

  add(part: BlockPart): void {
    const { block, from, to } = part;
    this.parts.push({ part, start: this.length });
    if (this.length + to - from > this.columns.endedAtMs.length) this.columns = longer(this.columns, this.length + to - from);
    const caseNumbers = new Int32Array(block.cases.ends.length).fill(UNKNOWN);
    const actorNumbers = block.actors.map((actor) => numberIn(this.actorNumbers, actor));
    const wordNumbers = block.words.map((words) => this.numberOfWords(words, part));
    const { caseIx, actorIx, wordsIx, startedAtMs, endedAtMs, place } = this.columns;
    let at = this.length;
    for (let i = from; i < to; i += 1) {
      const local = block.caseIx[i]!;
      let number = caseNumbers[local]!;
      if (number === UNKNOWN) {
        number = this.numberOfCase(block.cases, local);
        caseNumbers[local] = number;
      }
      if (number === LEFT_OUT) continue;
      const actor = block.actorIx[i]!;
      caseIx[at] = number;
      actorIx[at] = actor < 0 ? -1 : actorNumbers[actor]!;
      wordsIx[at] = wordNumbers[block.wordsIx[i]!]!;
      startedAtMs[at] = block.startedAtMs === null ? Number.NaN : block.startedAtMs[i]!;
      endedAtMs[at] = block.endedAtMs[i]!;
      place[at] = i;
      at += 1;
    }
    this.length = at;
    for (const values of part.typed) this.addTyped(part, values, caseNumbers);
  }

  /**
   * Puts the events in order.
   *
   * @param idsOf the ids of the events of blocks by their places, for the few blocks of which events of one case or account end in one millisecond
   */
  async inOrder(idsOf: (blockIds: readonly string[]) => Promise<ReadonlyMap<string, Texts>>): Promise<NumberedEvents> {
    const columns = cut(this.columns, this.length);
    let order = orderOfTimes(columns.endedAtMs);
    const tied = this.tiedGroups(columns, order);
    if (tied.length > 0) {
      order ??= Uint32Array.from(columns.endedAtMs, (_, at) => at);
      const partOf = (at: number) => this.parts[this.partNumber(at)]!.part;
      const ids = await idsOf([...new Set(tied.flatMap(({ from, to }) => Array.from(order!.subarray(from, to), (at) => partOf(at).id)))]);
      const idOf = (at: number) => `${partOf(at).sourceId}/${textOf(ids.get(partOf(at).id)!, columns.place[at]!)}`;
      for (const { from, to } of tied) sortByText(order.subarray(from, to), idOf);
    }
    return {
      length: this.length,
      ...(order === null ? columns : inThisOrder(columns, order)),
      cases: this.cases,
      actors: [...this.actorNumbers.keys()],
      words: this.words,
      typed: this.typed,
    };
  }

  /** Stretches of one time in which two blocks have an event of the same case or account: only then does the order between the blocks matter. */
  private tiedGroups({ endedAtMs, caseIx, actorIx }: Columns, order: Uint32Array | null): { from: number; to: number }[] {
    if (this.parts.length < 2) return [];
    const tied: { from: number; to: number }[] = [];
    const actors = this.actorNumbers.size;
    const seenAt = new Float64Array(actors + this.caseNames.count).fill(Number.NaN);
    const seenIn = new Int32Array(seenAt.length);
    const placeOf = (at: number) => (order === null ? at : order[at]!);
    const meets = (key: number, time: number, part: number) => {
      const other = seenAt[key] === time && seenIn[key] !== part;
      seenAt[key] = time;
      seenIn[key] = part;
      return other;
    };
    let from = 0;
    for (let to = 1; to <= this.length; to += 1) {
      const time = endedAtMs[placeOf(from)]!;
      if (to < this.length && endedAtMs[placeOf(to)] === time) continue;
      let found = false;
      if (to - from > 1)
        for (let at = from; at < to; at += 1) {
          const i = placeOf(at);
          const part = this.partNumber(i);
          if (actorIx[i]! >= 0 && meets(actorIx[i]!, time, part)) found = true;
          if (meets(actors + caseIx[i]!, time, part)) found = true;
        }
      if (found) tied.push({ from, to });
      from = to;
    }
    return tied;
  }

  /** The part that gave the event: parts stand in the order in which they were added. */
  private partNumber(at: number): number {
    let low = 0;
    let high = this.parts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.parts[middle]!.start <= at) low = middle;
      else high = middle;
    }
    return low;
  }

  private numberOfCase(cases: Texts, local: number): number {
    const { share, caseNames } = this;
    const from = startOfText(cases, local);
    const to = cases.ends[local]!;
    if (share.of > 1 && shareOf(cases.bytes, from, to, share.of) !== share.number) return LEFT_OUT;
    const number = caseNames.numberOf(cases.bytes, from, to);
    if (number === this.cases.length) this.cases.push(textOf(cases, local));
    return number;
  }

  private numberOfWords(words: BlockWords, { source, sourceId }: BlockPart): number {
    const known = this.wordNumbers.size;
    const number = numberIn(this.wordNumbers, JSON.stringify([sourceId, ...Object.values(words)]));
    if (number === known) this.words.push({ ...words, source, fresh: false });
    return number;
  }

  private addTyped({ block, sourceId, source, from, to }: BlockPart, { place, eventId, attributes }: TypedValues, cases: Int32Array): void {
    if (place < from || place >= to || cases[block.caseIx[place]!]! < 0) return;
    const { activity, kind } = block.words[block.wordsIx[place]!]!;
    const actor = block.actorIx[place]! < 0 ? null : block.actors[block.actorIx[place]!]!;
    if (kind !== "person" && (actor === null || !this.said.has(actor))) return;
    const event = {
      eventId: `${sourceId}/${eventId}`,
      caseId: this.cases[cases[block.caseIx[place]!]!]!,
      activity,
      actor,
      actorKind: kind,
      startedAtMs: null,
      endedAtMs: block.endedAtMs[place]!,
      source,
      attributes,
    };
    this.typed.push({ event, fresh: false });
  }
}

/** From other bits than those by which names are found: else those of one share would crowd in a few places. */
const shareOf = (bytes: Uint8Array, from: number, to: number, of: number) => (Math.imul(hashOf(bytes, from, to), 0x9e3779b1) >>> 16) % of;

type Columns = Pick<NumberedEvents, "caseIx" | "actorIx" | "wordsIx" | "startedAtMs" | "endedAtMs"> & {
  /** Of the event in its block. */
  place: Int32Array;
};

const newColumns = (length: number): Columns => ({
  caseIx: new Int32Array(length),
  actorIx: new Int32Array(length),
  wordsIx: new Int32Array(length),
  startedAtMs: new Float64Array(length),
  endedAtMs: new Float64Array(length),
  place: new Int32Array(length),
});

const cut = (columns: Columns, length: number): Columns => ({
  caseIx: columns.caseIx.subarray(0, length),
  actorIx: columns.actorIx.subarray(0, length),
  wordsIx: columns.wordsIx.subarray(0, length),
  startedAtMs: columns.startedAtMs.subarray(0, length),
  endedAtMs: columns.endedAtMs.subarray(0, length),
  place: columns.place.subarray(0, length),
});

function longer(columns: Columns, atLeast: number): Columns {
  const grown = newColumns(Math.max(atLeast, Math.ceil(1.5 * columns.endedAtMs.length)));
  grown.caseIx.set(columns.caseIx);
  grown.actorIx.set(columns.actorIx);
  grown.wordsIx.set(columns.wordsIx);
  grown.startedAtMs.set(columns.startedAtMs);
  grown.endedAtMs.set(columns.endedAtMs);
  grown.place.set(columns.place);
  return grown;
}

function numberIn(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}
