import { ByteNames, hashOf } from "./byte-names.ts";
import { startOfText, textOf, type BlockWords, type EventBlock, type Texts } from "./event-block.ts";
import type { EventWords, NumberedEvents } from "./numbered-events.ts";
import { groupedInOrder, inThisOrder, sortByText } from "./order-of-times.ts";

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

/** The ids of the events of blocks by their places: asked for the few of which events of one case or account end in one millisecond. */
export type IdsOfBlocks = (blockIds: readonly string[]) => Promise<ReadonlyMap<string, Texts>>;

/** One of several shares of the cases, by a number made of their names: all of a case are in one. */
export type ShareOfCases = { number: number; of: number };

const decoder = new TextDecoder();

const UNKNOWN = -2;
const LEFT_OUT = -1;

/** Events from several blocks as one stretch of the log. */
export class GatheredEvents {
  private readonly share: ShareOfCases;
  /** Accounts that a person said are people. */
  private readonly said: ReadonlySet<string>;
  private readonly caseNames = new ByteNames();
  private readonly actorNumbers = new Map<string, number>();
  private readonly wordNumbers = new Map<string, number>();
  private readonly words: EventWords[] = [];
  private readonly typed: { event: NumberedEvents["typed"][number]; caseNumber: number }[] = [];
  private readonly parts: { part: Pick<BlockPart, "id" | "sourceId">; start: number }[] = [];
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
    this.parts.push({ part: { id: part.id, sourceId: part.sourceId }, start: this.length });
    if (this.length + to - from > this.columns.endedAtMs.length) this.columns = longer(this.columns, this.length + to - from);
    const caseNumbers = new Int32Array(block.cases.ends.length).fill(UNKNOWN);
    const actorNumbers = block.actors.map((actor) => numberIn(this.actorNumbers, actor));
    const wordNumbers = block.words.map((words) => this.numberOfWords(words, part));
    if (block.startedAtMs !== null) this.columns.startedAtMs ??= noStarts(this.columns.endedAtMs.length);
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
      if (startedAtMs !== null && block.startedAtMs !== null) startedAtMs[at] = block.startedAtMs[i]!;
      endedAtMs[at] = block.endedAtMs[i]!;
      place[at] = i;
      at += 1;
    }
    this.length = at;
    for (const values of part.typed) this.addTyped(part, values, caseNumbers);
  }

  /** The events account by account, those of nobody first, each in the order of compareEvents. */
  async byActor(idsOf: IdsOfBlocks): Promise<NumberedEvents> {
    const columns = cut(this.columns, this.length);
    const { order } = groupedInOrder(columns.endedAtMs, columns.actorIx, this.actorNumbers.size);
    await this.settle(columns, columns.actorIx, order, idsOf);
    const cases = Array.from({ length: this.caseNames.count }, (_, number) => this.nameOfCase(number));
    return { ...this.rest(), length: order.length, ...inThisOrder(columns, order), cases, typed: this.typed.map(({ event }) => event) };
  }

  /**
   * The events case by case, each in the order of compareEvents, in slices of whole cases.
   *
   * @param from leaves out that many cases: the same blocks give the cases in the same order
   * @param least so many events are in a slice, and in no more cases than it takes
   */
  async *byCase(from: number, least: number, idsOf: IdsOfBlocks): AsyncGenerator<{ events: NumberedEvents; cases: number }> {
    const columns = cut(this.columns, this.length);
    const count = this.caseNames.count;
    const { order, start } = groupedInOrder(columns.endedAtMs, columns.caseIx, count);
    let first = from;
    while (first < count) {
      let end = first + 1;
      while (end < count && start[end]! - start[first]! < least) end += 1;
      const places = order.subarray(start[first], start[end]);
      await this.settle(columns, columns.caseIx, places, idsOf);
      const own = inThisOrder(columns, places);
      for (let at = 0; at < own.caseIx.length; at += 1) own.caseIx[at]! -= first;
      const cases = Array.from({ length: end - first }, (_, number) => this.nameOfCase(first + number));
      const typed = this.typed.flatMap(({ event, caseNumber }) => (caseNumber >= first && caseNumber < end ? [event] : []));
      yield { events: { ...this.rest(), length: places.length, ...own, cases, typed }, cases: end };
      first = end;
    }
  }

  private rest(): Pick<NumberedEvents, "actors" | "words"> {
    return { actors: [...this.actorNumbers.keys()], words: this.words };
  }

  private nameOfCase(number: number): string {
    return decoder.decode(this.caseNames.bytesOf(number));
  }

  /** Puts what ends in one millisecond in the order of ids. */
  private async settle(columns: Columns, groups: Int32Array, order: Uint32Array, idsOf: IdsOfBlocks): Promise<void> {
    const tied = this.tiedBetweenBlocks(columns, groups, order);
    if (tied.length === 0) return;
    const partOf = (at: number) => this.parts[this.partNumber(at)]!.part;
    const ids = await idsOf([...new Set(tied.flatMap((places) => Array.from(places, (at) => partOf(at).id)))]);
    const idOf = (at: number) => `${partOf(at).sourceId}/${textOf(ids.get(partOf(at).id)!, columns.place[at]!)}`;
    for (const places of tied) sortByText(places, idOf);
  }

  /** Stretches of the order that are of one group and one millisecond and not all of one block: a block is in order by itself. */
  private tiedBetweenBlocks({ endedAtMs }: Columns, groups: Int32Array, order: Uint32Array): Uint32Array[] {
    if (this.parts.length < 2) return [];
    const tied: Uint32Array[] = [];
    const same = (a: number, b: number) => endedAtMs[a] === endedAtMs[b] && groups[a] === groups[b] && groups[a]! >= 0;
    for (let from = 0; from < order.length;) {
      let to = from + 1;
      while (to < order.length && same(order[from]!, order[to]!)) to += 1;
      if (to - from > 1 && this.partNumber(order[from]!) !== this.partNumber(order[to - 1]!)) tied.push(order.subarray(from, to));
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
    return caseNames.numberOf(cases.bytes, from, to);
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
    const caseNumber = cases[block.caseIx[place]!]!;
    const event = {
      eventId: `${sourceId}/${eventId}`,
      caseId: this.nameOfCase(caseNumber),
      activity,
      actor,
      actorKind: kind,
      startedAtMs: null,
      endedAtMs: block.endedAtMs[place]!,
      source,
      attributes,
    };
    this.typed.push({ event: { event, fresh: false }, caseNumber });
  }
}

/** From other bits than those by which names are found: else those of one share would crowd in a few places. */
const shareOf = (bytes: Uint8Array, from: number, to: number, of: number) => (Math.imul(hashOf(bytes, from, to), 0x9e3779b1) >>> 16) % of;

type Columns = Pick<NumberedEvents, "caseIx" | "actorIx" | "wordsIx" | "endedAtMs"> & {
  /** null: none has a start so far. */
  startedAtMs: Float64Array | null;
  /** Of the event in its block. */
  place: Int32Array;
};

const noStarts = (length: number) => new Float64Array(length).fill(Number.NaN);

const newColumns = (length: number): Columns => ({
  caseIx: new Int32Array(length),
  actorIx: new Int32Array(length),
  wordsIx: new Int32Array(length),
  startedAtMs: null,
  endedAtMs: new Float64Array(length),
  place: new Int32Array(length),
});

const cut = (columns: Columns, length: number): Columns => ({
  caseIx: columns.caseIx.subarray(0, length),
  actorIx: columns.actorIx.subarray(0, length),
  wordsIx: columns.wordsIx.subarray(0, length),
  startedAtMs: columns.startedAtMs?.subarray(0, length) ?? null,
  endedAtMs: columns.endedAtMs.subarray(0, length),
  place: columns.place.subarray(0, length),
});

function longer(columns: Columns, atLeast: number): Columns {
  const grown = newColumns(Math.max(atLeast, Math.ceil(1.5 * columns.endedAtMs.length)));
  grown.caseIx.set(columns.caseIx);
  grown.actorIx.set(columns.actorIx);
  grown.wordsIx.set(columns.wordsIx);
  if (columns.startedAtMs !== null) {
    grown.startedAtMs = noStarts(grown.endedAtMs.length);
    grown.startedAtMs.set(columns.startedAtMs);
  }
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
