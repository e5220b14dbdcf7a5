import * as z from "zod";
import pg from "pg";
import { ByteNames } from "#db/byte-names.ts";
import type { Store } from "#db/client.ts";
import { CopyOut } from "#db/copy-out.ts";
import { actorKinds, type ActorKind, type OpsEvent } from "#server/domain/event-log/event.ts";
import type { EventWords, NumberedEvents } from "#server/domain/event-log/numbered-events.ts";
import type { AuditedLog } from "./audit-events.ts";

/** Events that belong together stand together in a slice, and nothing of them is in another: all of a case, or all of a day. */
export type Slice = {
  events: NumberedEvents;
  /** All that is before this place was read: the last case of the slice, or where the next day with events begins (never for the last). */
  after: string | null;
  untilMs: number;
};

export type SliceOrder =
  /** Cases in the order of their ids, after one of them or from the first. `said`: accounts that a person said are people */
  | { by: "case"; after: string | null; said: readonly string[] }
  /** Days in the order of time, from one or from the first. */
  | { by: "day"; fromMs: number | null; dayOf: (utcMs: number) => number; startOfDay: (day: number) => number }
  /** All events of some cases. */
  | { by: "cases"; caseIds: readonly string[]; said: readonly string[] }
  /** Touches in stretches of accounts' time and the one before and after each, and whatever else of them is about to be counted. */
  | { by: "stretches"; stretches: readonly Stretch[]; said: readonly string[] };

/** From one time to before another. alone: an account without touches, which has none beside its days. */
export type Stretch = { actor: string; fromMs: number; toMs: number; alone: boolean };

/** The events of some cases, or of stretches, at once. */
export async function chosenEvents(
  store: Pick<Store, "pool">,
  log: AuditedLog,
  order: Extract<SliceOrder, { by: "cases" | "stretches" }>,
): Promise<NumberedEvents> {
  for await (const { events } of eventSlices(store, log, order, Number.POSITIVE_INFINITY)) return events;
  throw new Error("A reading gives one slice at least.");
}

/**
 * The events that an audit sees, as columns. One statement reads them all as they are in one instant; no row becomes an object.
 *
 * @param leastRows a slice has at least as many events, and no more cases or days than it needs for that
 */
export async function* eventSlices(
  { pool }: Pick<Store, "pool">,
  log: AuditedLog,
  order: SliceOrder,
  leastRows: number,
): AsyncGenerator<Slice> {
  const client = await pool.connect();
  let finished = false;
  try {
    await client.query("begin read only");
    await client.query("select set_config('app.workspace_id', $1, true)", [log.workspaceId]);
    // The index has the order; left to its estimates the planner may sort the whole log.
    await client.query(
      "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)",
    );
    const { rows } = await client.query<{ id: string; name: string }>("select id, name from event_source where workspace_id = $1", [
      log.workspaceId,
    ]);
    const reader = new SliceReader(order, leastRows, new Map(rows.map(({ id, name }) => [id, name])));
    const copy = new CopyOut(select(log, order), (message) => {
      if (reader.read(message)) copy.pause();
    });
    client.query(copy);
    const ended = copy.done.then(() => true);
    ended.catch(() => {});
    for (;;) {
      copy.resume();
      const slice = reader.next() ?? (await Promise.race([reader.ready(), ended.then(() => undefined)]));
      if (slice === undefined) break;
      yield slice;
    }
    for (let slice = reader.next(); slice !== undefined; slice = reader.next()) yield slice;
    yield reader.rest();
    await client.query("commit");
    finished = true;
  } finally {
    // A copy that nobody reads to its end is ended with its connection.
    client.release(!finished);
  }
}

/** COPY takes no parameters. */
function select({ workspaceId, consuming, until, withAttributes }: AuditedLog, order: SliceOrder): string {
  const text = (value: string) => pg.escapeLiteral(value);
  const time = (utcMs: number) => `${text(new Date(utcMs).toISOString())}::timestamptz`;
  const list = (values: readonly string[]) => `array[${values.map(text).join(",")}]::text[]`;
  const own = `e.workspace_id = ${text(workspaceId)}`;
  const counted = `array[${consuming.map((batch) => text(String(batch))).join(",")}]::bigint[]`;
  const where = [
    own,
    `e.batch <> all (array(select b.batch from audit_batch b where b.workspace_id = ${text(workspaceId)} and b.batch <> all (${counted})))`,
    ...(until === null ? [] : [`e.ended_at < ${time(until.getTime())}`]),
    ...(order.by === "cases" ? [`e.case_id = any (${list(order.caseIds)})`] : []),
    ...(order.by === "case" && order.after !== null ? [`e.case_id > ${text(order.after)}`] : []),
    // Times are rounded to milliseconds: the reader leaves out what still belongs to the day before.
    ...(order.by === "day" && order.fromMs !== null ? [`e.ended_at >= ${time(order.fromMs - 1)}`] : []),
  ];
  const attributes =
    (order.by === "case" || order.by === "cases") && withAttributes
      ? `case when e.recorded_kind = 'person' or e.actor = any (${list(order.said)}) then e.attributes::text end`
      : "null";
  const columns = `e.ended_at, e.started_at, e.event_id, e.case_id, e.actor, e.source_id, e.activity, e.recorded_kind, e.role, e.workflow,
    e.batch = any (${counted}), ${attributes}`;
  if (order.by !== "stretches")
    return `select ${columns} from event e where ${where.join(" and ")} order by ${order.by === "day" ? "e.ended_at" : "e.case_id"}`;
  const touch = `(e.recorded_kind = 'person' or e.actor = any (${list(order.said)}))`;
  const beside = (range: string) =>
    `(select e.* from event e where ${where.join(" and ")} and not w.alone and e.actor = w.actor and ${touch} and ${range} limit 1)`;
  // Each stretch is asked for by itself, in an order that only the index by account has: for days that the statistics do not know yet the
  // planner would take the one by time, and read everybody's day for each account. The limit keeps it from joining the other way round.
  const inside = `(select e.* from event e where ${where.join(" and ")} and (e.actor, e.ended_at) >= (w.actor, w.from_at)
    and (e.actor, e.ended_at) < (w.actor, w.to_at) and (${touch} or e.batch = any (${counted})) order by e.actor, e.ended_at limit ${NO_LIMIT})`;
  const stretches = order.stretches.map(
    ({ actor, fromMs, toMs, alone }) => `(${text(actor)}, ${time(fromMs)}, ${time(toMs)}, ${String(alone)})`,
  );
  return `select ${columns} from (values ${stretches.join(",")}) w (actor, from_at, to_at, alone) cross join lateral (
    ${beside("e.ended_at < w.from_at order by e.ended_at desc, e.event_id desc")} union all ${inside}
    union all ${beside("e.ended_at >= w.to_at order by e.ended_at, e.event_id")}) e`;
}

const Attributes = z.record(z.string(), z.string());
const NO_LIMIT = 1_000_000_000;
const KINDS: ReadonlyMap<string | null, ActorKind> = new Map(actorKinds.map((kind) => [kind, kind]));
const FIRST_COLUMNS = 65_536;
const EPOCH_US = 946_684_800_000_000; // 2000-01-01, where Postgres counts from.

/** Makes columns of the rows of `select`. */
class SliceReader {
  private readonly order: SliceOrder;
  private readonly leastRows: number;
  private readonly sources: ReadonlyMap<string, string>;
  private readonly slices: Slice[] = [];
  private waiting: ((slice: Slice) => void) | null = null;

  private readonly wordNames = new ByteNames();
  private readonly words: EventWords[] = [];
  private readonly actorNames = new ByteNames();
  private readonly actors: string[] = [];
  private caseNames = new ByteNames();
  private cases: string[] = [];
  private typed: { event: OpsEvent; fresh: boolean }[] = [];
  /** Stretches of one account may have the same touch beside them, or one the other's: each event is taken once. */
  private readonly known = new ByteNames();

  private length = 0;
  private caseIx = new Int32Array(FIRST_COLUMNS);
  private actorIx = new Int32Array(FIRST_COLUMNS);
  private wordsIx = new Int32Array(FIRST_COLUMNS);
  private startedAtMs = new Float64Array(FIRST_COLUMNS);
  private endedAtMs = new Float64Array(FIRST_COLUMNS);

  /** Rows that are next to each other and whose order the ids decide: of one case, or of one millisecond. */
  private groupFrom = 0;
  private groupSorted = true;
  private ids = new Uint8Array(1024);
  private idEnds: number[] = [];

  constructor(order: SliceOrder, leastRows: number, sources: ReadonlyMap<string, string>) {
    this.order = order;
    this.leastRows = leastRows;
    this.sources = sources;
  }

  next(): Slice | undefined {
    return this.slices.shift();
  }

  ready(): Promise<Slice> {
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  /** What is left when there are no more rows. */
  rest(): Slice {
    this.endGroup();
    return this.cut(Number.POSITIVE_INFINITY);
  }

  /** @returns whether a slice is complete */
  read(row: Buffer): boolean {
    let complete = false;
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

    const { order } = this;
    let sameCase = false;
    const last = this.length - 1;
    if (order.by === "day") {
      if (order.fromMs !== null && endedAtMs < order.fromMs) return false;
      if (last < 0 || endedAtMs !== this.endedAtMs[last]) {
        this.endGroup();
        if (this.length >= this.leastRows) {
          const day = order.dayOf(endedAtMs);
          if (day > order.dayOf(this.endedAtMs[last]!)) {
            this.deliver(this.cut(order.startOfDay(day)));
            complete = true;
          }
        }
      }
    } else if (order.by === "stretches") {
      if (last < 0 || endedAtMs !== this.endedAtMs[last]) this.endGroup();
      this.addId(row, wordsFrom + 4, idFrom, idTo);
      const end = this.idEnds.pop()!;
      const taken = this.known.count;
      if (this.known.numberOf(this.ids, this.idEnds.at(-1) ?? 0, end) < taken) return false;
    } else if (last >= 0) {
      sameCase = this.caseNames.is(this.caseNames.count - 1, row, caseFrom, caseTo);
      if (!sameCase) this.endGroup();
      if (!sameCase && this.length >= this.leastRows) {
        this.deliver(this.cut(Number.POSITIVE_INFINITY));
        complete = true;
      }
    }

    const i = this.length;
    if (i === this.endedAtMs.length) this.grow();
    if (i > this.groupFrom && endedAtMs <= this.endedAtMs[i - 1]!) this.groupSorted = false;
    this.endedAtMs[i] = endedAtMs;
    this.startedAtMs[i] = startedAtMs;
    const caseNumber = sameCase ? this.caseNames.count - 1 : this.caseNames.numberOf(row, caseFrom, caseTo);
    if (caseNumber === this.cases.length) this.cases.push(textAt(row, caseFrom, caseTo));
    this.caseIx[i] = caseNumber;
    if (actorLength < 0) this.actorIx[i] = -1;
    else {
      const actor = this.actorNames.numberOf(row, actorFrom, wordsFrom);
      if (actor === this.actors.length) this.actors.push(textAt(row, actorFrom, wordsFrom));
      this.actorIx[i] = actor;
    }
    const words = this.wordNames.numberOf(row, wordsFrom, wordsTo);
    if (words === this.words.length) this.words.push(this.wordsAt(row, wordsFrom));
    this.wordsIx[i] = words;
    this.addId(row, wordsFrom + 4, idFrom, idTo);
    this.length = i + 1;
    if (int32(row, wordsTo) >= 0)
      this.addTyped(i, {
        id: `${uuidAt(row, wordsFrom + 4)}/${textAt(row, idFrom, idTo)}`,
        attributes: textAt(row, wordsTo + 4, row.length),
      });
    return complete;
  }

  private wordsAt(row: Buffer, from: number): EventWords {
    let at = from;
    const field = (): string | null => {
      const length = int32(row, at);
      at += 4;
      if (length < 0) return null;
      at += length;
      return textAt(row, at - length, at);
    };
    const source = this.sources.get(uuidAt(row, at + 4)) ?? "";
    at += 4 + UUID_BYTES;
    const activity = field() ?? "";
    const kind = KINDS.get(field()) ?? "unknown";
    const role = field();
    const recordedWorkflow = field();
    return { source, activity, kind, role, recordedWorkflow, fresh: row[at + 4] === 1 };
  }

  private addTyped(i: number, { id, attributes }: { id: string; attributes: string }): void {
    const { source, activity, kind, fresh } = this.words[this.wordsIx[i]!]!;
    const event = {
      eventId: id,
      caseId: this.cases[this.caseIx[i]!]!,
      activity,
      actor: this.actorIx[i]! < 0 ? null : this.actors[this.actorIx[i]!]!,
      actorKind: kind,
      startedAtMs: null,
      endedAtMs: this.endedAtMs[i]!,
      source,
      attributes: Attributes.parse(JSON.parse(attributes)),
    };
    this.typed.push({ event, fresh });
  }

  /** The source and the id of the source, as they decide the order of events that end in the same millisecond. */
  private addId(row: Buffer, sourceFrom: number, idFrom: number, idTo: number): void {
    const from = this.idEnds.at(-1) ?? 0;
    const to = from + UUID_BYTES + idTo - idFrom;
    if (to > this.ids.length) {
      const ids = new Uint8Array(2 * to);
      ids.set(this.ids);
      this.ids = ids;
    }
    let at = from;
    for (let k = 0; k < UUID_BYTES; k += 1, at += 1) this.ids[at] = row[sourceFrom + k]!;
    for (let k = idFrom; k < idTo; k += 1, at += 1) this.ids[at] = row[k]!;
    this.idEnds.push(to);
  }

  private endGroup(): void {
    const from = this.groupFrom;
    if (!this.groupSorted) this.sortGroup(from);
    this.groupFrom = this.length;
    this.groupSorted = true;
    this.idEnds.length = 0;
  }

  private sortGroup(from: number): void {
    const idOf = (place: number) => {
      const begin = place === 0 ? 0 : this.idEnds[place - 1]!;
      const bytes = Buffer.from(this.ids.buffer, begin, this.idEnds[place]! - begin);
      return bytes.toString("hex", 0, UUID_BYTES) + bytes.toString("utf8", UUID_BYTES);
    };
    const { endedAtMs } = this;
    const ids = new Map<number, string>();
    const known = (place: number) => {
      const id = ids.get(place) ?? idOf(place);
      ids.set(place, id);
      return id;
    };
    const places = Array.from({ length: this.length - from }, (_, place) => place);
    places.sort((a, b) => endedAtMs[from + a]! - endedAtMs[from + b]! || (known(a) < known(b) ? -1 : 1));
    const moved = (column: Int32Array | Float64Array) => {
      const was = column.slice(from, this.length);
      for (const [to, place] of places.entries()) column[from + to] = was[place]!;
    };
    for (const column of [this.caseIx, this.actorIx, this.wordsIx, this.startedAtMs, this.endedAtMs]) moved(column);
  }

  private cut(untilMs: number): Slice {
    const { length } = this;
    const events: NumberedEvents = {
      length,
      caseIx: this.caseIx.slice(0, length),
      actorIx: this.actorIx.slice(0, length),
      wordsIx: this.wordsIx.slice(0, length),
      startedAtMs: this.startedAtMs.slice(0, length),
      endedAtMs: this.endedAtMs.slice(0, length),
      cases: this.cases,
      actors: this.actors,
      words: this.words,
      typed: this.typed,
    };
    const after = this.cases.at(-1) ?? null;
    this.caseNames = new ByteNames();
    this.cases = [];
    this.typed = [];
    this.length = 0;
    this.groupFrom = 0;
    return { events, after, untilMs };
  }

  private deliver(slice: Slice): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting === null) this.slices.push(slice);
    else waiting(slice);
  }

  private grow(): void {
    const length = 2 * this.endedAtMs.length;
    const longer = <T extends Int32Array | Float64Array>(column: T, empty: T): T => {
      empty.set(column);
      return empty;
    };
    this.caseIx = longer(this.caseIx, new Int32Array(length));
    this.actorIx = longer(this.actorIx, new Int32Array(length));
    this.wordsIx = longer(this.wordsIx, new Int32Array(length));
    this.startedAtMs = longer(this.startedAtMs, new Float64Array(length));
    this.endedAtMs = longer(this.endedAtMs, new Float64Array(length));
  }
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
