import * as z from "zod";
import { ByteNames } from "#server/domain/event-log/byte-names.ts";
import { actorKinds, type ActorKind, type OpsEvent } from "#server/domain/event-log/event.ts";
import { packedOf, type PackedEvents } from "#server/domain/event-log/packed-events.ts";
import type { EventWords, NumberedEvents } from "#server/domain/event-log/numbered-events.ts";
import { inThisOrder, orderOfTimes, sortByText } from "#server/domain/event-log/order-of-times.ts";

/** What EventRows reads of a row of `event` as e. COPY takes no parameters: these are texts of SQL. */
export const rowColumns = ({ fresh, attributes }: { fresh: string; attributes: string }) =>
  `e.ended_at, e.started_at, e.event_id, e.case_id, e.actor, e.source_id, e.activity, e.recorded_kind, e.role, e.workflow, ${fresh}, ${attributes}`;

const Attributes = z.record(z.string(), z.string());
const KINDS: ReadonlyMap<string | null, ActorKind> = new Map(actorKinds.map((kind) => [kind, kind]));
const FIRST_COLUMNS = 4096;
const EPOCH_US = 946_684_800_000_000; // 2000-01-01, where Postgres counts from.

/** Makes columns of rows as a binary COPY of `rowColumns` gives them; a row that comes twice is taken once. No row becomes an object. */
export class EventRows {
  private readonly sources: ReadonlyMap<string, string>;
  private readonly wordNames = new ByteNames();
  private readonly words: EventWords[] = [];
  private readonly sourceIds: string[] = [];
  private readonly actorNames = new ByteNames();
  private readonly actors: string[] = [];
  private readonly caseNames = new ByteNames();
  private readonly cases: string[] = [];
  private readonly typed: { at: number; attributes: string }[] = [];
  /** Sources and ids, as they decide the order of events that end in the same millisecond. */
  private readonly idNames = new ByteNames();
  private id = new Uint8Array(1024);
  private length = 0;
  private columns = newColumns(FIRST_COLUMNS);

  /** @param sources names of sources by their ids */
  constructor(sources: ReadonlyMap<string, string>) {
    this.sources = sources;
  }

  read(row: Buffer): void {
    const endedAtMs = timeAt(row, 6);
    let at = 14;
    let startedAtMs = Number.NaN;
    if (int32(row, at) < 0) at += 4;
    else {
      startedAtMs = timeAt(row, at + 4);
      at += 12;
    }
    const idFrom = at + 4;
    const idTo = idFrom + int32(row, at);
    const caseFrom = idTo + 4;
    const caseTo = caseFrom + int32(row, idTo);
    const actorLength = int32(row, caseTo);
    const actorFrom = caseTo + 4;
    const wordsFrom = actorLength < 0 ? actorFrom : actorFrom + actorLength;
    let wordsTo = wordsFrom;
    for (let field = 0; field < WORDS; field += 1) {
      const length = int32(row, wordsTo);
      wordsTo += length < 0 ? 4 : 4 + length;
    }

    const i = this.length;
    if (this.numberOfId(row, wordsFrom + 4, idFrom, idTo) < i) return;
    if (i === this.columns.endedAtMs.length) this.columns = longer(this.columns);
    const { columns } = this;
    columns.endedAtMs[i] = endedAtMs;
    columns.startedAtMs[i] = startedAtMs;
    const caseNumber = this.caseNames.numberOf(row, caseFrom, caseTo);
    if (caseNumber === this.cases.length) this.cases.push(textAt(row, caseFrom, caseTo));
    columns.caseIx[i] = caseNumber;
    if (actorLength < 0) columns.actorIx[i] = -1;
    else {
      const actor = this.actorNames.numberOf(row, actorFrom, wordsFrom);
      if (actor === this.actors.length) this.actors.push(textAt(row, actorFrom, wordsFrom));
      columns.actorIx[i] = actor;
    }
    const words = this.wordNames.numberOf(row, wordsFrom, wordsTo);
    if (words === this.words.length) this.addWords(row, wordsFrom);
    columns.wordsIx[i] = words;
    this.length = i + 1;
    if (int32(row, wordsTo) >= 0) this.typed.push({ at: i, attributes: textAt(row, wordsTo + 4, row.length) });
  }

  /** The events in the order of compareEvents. */
  events(): NumberedEvents {
    const { cases, actors, words } = this;
    const typed = this.typed.map(({ at, attributes }) => {
      const { source, activity, kind, fresh } = words[this.columns.wordsIx[at]!]!;
      const event: OpsEvent = {
        eventId: `${this.sourceIds[this.columns.wordsIx[at]!]!}/${this.ownIdOf(at)}`,
        caseId: cases[this.columns.caseIx[at]!]!,
        activity,
        actor: this.columns.actorIx[at]! < 0 ? null : actors[this.columns.actorIx[at]!]!,
        actorKind: kind,
        startedAtMs: null,
        endedAtMs: this.columns.endedAtMs[at]!,
        source,
        attributes: Attributes.parse(JSON.parse(attributes)),
      };
      return { event, fresh };
    });
    return { length: this.length, ...inThisOrder(this.columns, this.order()), cases, actors, words, typed };
  }

  /** The events in blocks of at most so many, source by source. */
  packed(most: number): (PackedEvents & { sourceId: string })[] {
    const order = this.order();
    const attributes = new Map(this.typed.map(({ at, attributes: text }) => [at, text]));
    const events = { ...this.columns, length: this.length, cases: this.cases, actors: this.actors, words: this.words, typed: [] };
    const texts = { idOf: (at: number) => this.ownIdOf(at), attributesOf: (at: number) => attributes.get(at) ?? null };
    return [...new Set(this.sourceIds)].flatMap((sourceId) => {
      const own = order.filter((at) => this.sourceIds[this.columns.wordsIx[at]!] === sourceId);
      return Array.from({ length: Math.ceil(own.length / most) }, (_, block) => ({
        sourceId,
        ...packedOf(events, own.subarray(block * most, (block + 1) * most), texts),
      }));
    });
  }

  private order(): Uint32Array {
    const times = this.columns.endedAtMs.subarray(0, this.length);
    const order = orderOfTimes(times) ?? Uint32Array.from(times, (_, at) => at);
    let from = 0;
    for (let to = 1; to <= order.length; to += 1) {
      if (to < order.length && times[order[to]!] === times[order[from]!]) continue;
      if (to - from > 1) sortByText(order.subarray(from, to), (at) => this.idOf(at));
      from = to;
    }
    return order;
  }

  private idOf(at: number): string {
    return this.idBytes(at).toString("hex", 0, UUID_BYTES) + this.ownIdOf(at);
  }

  private ownIdOf(at: number): string {
    return this.idBytes(at).toString("utf8", UUID_BYTES);
  }

  private idBytes(at: number): Buffer {
    const { buffer, byteOffset, byteLength } = this.idNames.bytesOf(at);
    return Buffer.from(buffer, byteOffset, byteLength);
  }

  private addWords(row: Buffer, from: number): void {
    let at = from;
    const field = (): string | null => {
      const length = int32(row, at);
      at += 4;
      if (length < 0) return null;
      at += length;
      return textAt(row, at - length, at);
    };
    const sourceId = uuidAt(row, at + 4);
    at += 4 + UUID_BYTES;
    const activity = field() ?? "";
    const kind = KINDS.get(field()) ?? "unknown";
    const role = field();
    const recordedWorkflow = field();
    const fresh = row[at + 4] === 1;
    this.words.push({ source: this.sources.get(sourceId) ?? "", activity, kind, role, recordedWorkflow, fresh });
    this.sourceIds.push(sourceId);
  }

  /** Events are numbered in the order in which they come, as their ids are. */
  private numberOfId(row: Buffer, sourceFrom: number, idFrom: number, idTo: number): number {
    const length = UUID_BYTES + idTo - idFrom;
    if (length > this.id.length) this.id = new Uint8Array(2 * length);
    const { id } = this;
    for (let k = 0; k < UUID_BYTES; k += 1) id[k] = row[sourceFrom + k]!;
    for (let k = idFrom, at = UUID_BYTES; k < idTo; k += 1, at += 1) id[at] = row[k]!;
    return this.idNames.numberOf(id, 0, length);
  }
}

type Columns = Pick<NumberedEvents, "caseIx" | "actorIx" | "wordsIx" | "startedAtMs" | "endedAtMs">;

const newColumns = (length: number): Columns => ({
  caseIx: new Int32Array(length),
  actorIx: new Int32Array(length),
  wordsIx: new Int32Array(length),
  startedAtMs: new Float64Array(length),
  endedAtMs: new Float64Array(length),
});

function longer(columns: Columns): Columns {
  const grown = newColumns(2 * columns.endedAtMs.length);
  grown.caseIx.set(columns.caseIx);
  grown.actorIx.set(columns.actorIx);
  grown.wordsIx.set(columns.wordsIx);
  grown.startedAtMs.set(columns.startedAtMs);
  grown.endedAtMs.set(columns.endedAtMs);
  return grown;
}

const UUID_BYTES = 16;
/** Columns from the source to whether the event is fresh: next to each other, so that they are looked up as one. */
const WORDS = 6;

const int32 = (bytes: Buffer, at: number) => (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Microseconds as the text of date_part gives them to the other queries of an audit, operation by operation: the same number to the bit. */
const timeAt = (bytes: Buffer, at: number) =>
  Math.round(((int32(bytes, at) * 4_294_967_296 + (int32(bytes, at + 4) >>> 0) + EPOCH_US) / 1_000_000) * 1000);

const textAt = (bytes: Buffer, from: number, to: number) => bytes.toString("utf8", from, to);

function uuidAt(bytes: Buffer, at: number): string {
  const hex = bytes.toString("hex", at, at + UUID_BYTES);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
