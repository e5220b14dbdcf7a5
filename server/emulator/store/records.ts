import { createHash } from "node:crypto";
import { cursorOf } from "./cursor.ts";
import type { Database, Sql } from "./database.ts";

/** Where records belong: one model of one connection. */
export type Shelf = { connection: number; model: string };
export type Counts = { added: number; updated: number; deleted: number };
type Payload = { id: string; [key: string]: unknown };
/** `payload` is read only where it is merged into. */
type StoredRow = { id: string; external_id: string; hash: string; is_deleted: boolean; payload: Payload | null };

export type RecordQuery = {
  modifiedAfter: string | null;
  filter: string[];
  cursor: { at: string; id: string } | null;
  ids: string[];
  limit: number;
};
export type RecordRow = Omit<StoredRow, "is_deleted" | "hash" | "payload"> & {
  payload: Payload;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
};

const NIL = "00000000-0000-0000-0000-000000000000";

/** Gives records their stable internal ids: the same on every server for the same connection number, model and vendor id. */
function recordIds(shelf: Shelf): (externalId: string) => string {
  const space = uuidV5(`${shelf.connection}${shelf.model}`, NIL);
  return (externalId) => uuidV5(`${shelf.connection}${shelf.model}${externalId}`, space);
}

/** Saves records whole. What did not change keeps its time, so that it is not delivered again. */
export function saveRecords(database: Database, shelf: Shelf, records: readonly Payload[], job: number): Promise<Counts> {
  return write(database, shelf, records, job, (record) => ({ payload: record, isDeleted: false, inserts: true }));
}

/** Merges fields into records that are there; others are left out. */
export function mergeRecords(database: Database, shelf: Shelf, records: readonly Payload[], job: number): Promise<Counts> {
  const change = (record: Payload, stored: StoredRow | undefined): Change => ({
    payload: { ...deepMerge(stored?.payload ?? {}, record), id: record.id },
    isDeleted: false,
    inserts: false,
  });
  return write(database, shelf, records, job, change, true);
}

/** Marks records as deleted; of their contents only what is passed here remains. */
export function deleteRecords(database: Database, shelf: Shelf, records: readonly Payload[], job: number): Promise<Counts> {
  return write(database, shelf, records, job, (record) => ({ payload: record, isDeleted: true, inserts: false }));
}

/** Marks as deleted, with its contents, whatever was last seen before a job. @returns the vendor's ids */
export async function deleteUnseen(database: Database, shelf: Shelf, sinceJob: number): Promise<string[]> {
  return database.transaction(async (sql) => {
    const at = await writeTime(sql, shelf);
    const rows = await sql.query<{ external_id: string }>(
      `update nango.record set deleted_at = $4, updated_at = $4
       where connection = $1 and model = $2 and last_job < $3 and deleted_at is null returning external_id`,
      [shelf.connection, shelf.model, sinceJob, at],
    );
    await addToCount(sql, shelf, -rows.length);
    return rows.map(({ external_id }) => external_id);
  });
}

/** Records in the order of their change, at most `limit`. */
export async function queryRecords(sql: Sql, shelf: Shelf, query: RecordQuery): Promise<RecordRow[]> {
  return sql.query<RecordRow>(
    `select id, external_id, payload, created_at, updated_at, deleted_at from nango.record
     where connection = $1 and model = $2
       and ($3::timestamptz is null or updated_at >= $3)
       and ($4::timestamptz is null or (updated_at, id) > ($4, $5))
       and ($6::text[] is null or external_id = any ($6))
       and (${filterSql(query.filter)})
     order by updated_at, id limit $7`,
    [
      shelf.connection,
      shelf.model,
      query.modifiedAfter,
      query.cursor?.at ?? null,
      query.cursor?.id ?? null,
      query.ids.length > 0 ? query.ids : null,
      query.limit,
    ],
  );
}

/** A record as readers get it, functions too: deleted ones among them, told by their metadata. */
export function withMetadata(row: RecordRow): Record<string, unknown> {
  const last_action = row.deleted_at !== null ? "DELETED" : row.created_at === row.updated_at ? "ADDED" : "UPDATED";
  return {
    ...row.payload,
    _nango_metadata: {
      first_seen_at: row.created_at,
      last_modified_at: row.updated_at,
      last_action,
      deleted_at: row.deleted_at,
      pruned_at: null,
      cursor: cursorOf(row),
    },
  };
}

/** Live records of each model of a connection. */
export async function countRecords(sql: Sql, connection: number): Promise<Map<string, number>> {
  const rows = await sql.query<{ model: string; live: number }>("select model, live from nango.record_count where connection = $1", [
    connection,
  ]);
  return new Map(rows.map(({ model, live }) => [model, live]));
}

/** Forgets every record of some models, as if none had ever come. */
export async function emptyShelves(database: Database, connection: number, models: readonly string[]): Promise<void> {
  await database.transaction(async (sql) => {
    for (const model of models.toSorted()) await lockShelf(sql, { connection, model });
    await sql.query("delete from nango.record where connection = $1 and model = any ($2)", [connection, models]);
    await sql.query("delete from nango.record_count where connection = $1 and model = any ($2)", [connection, models]);
  });
}

/** Written in the transaction that changes the records, under the lock of their shelf. */
async function addToCount(sql: Sql, { connection, model }: Shelf, live: number): Promise<void> {
  if (live === 0) return;
  await sql.query(
    `insert into nango.record_count as c (connection, model, live) values ($1, $2, $3)
     on conflict (connection, model) do update set live = c.live + excluded.live`,
    [connection, model, live],
  );
}

const lockShelf = (sql: Sql, { connection, model }: Shelf) =>
  sql.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`nango.record ${connection} ${model}`]);

// Two values together answer as the real server does, odd as it is: see the contract's note on combined filters.
function filterSql(filter: readonly string[]): string {
  const has = new Set(filter.map((value) => value.toLowerCase()));
  const isUpdated = "deleted_at is null and created_at <> updated_at";
  const isAdded = "deleted_at is null and created_at = updated_at";
  if (has.has("added") && has.has("updated")) return "deleted_at is null";
  if (has.has("updated")) return isUpdated;
  if (has.has("added")) return isAdded;
  if (has.has("deleted")) return "deleted_at is not null";
  return "true";
}

type Change = { payload: Payload; isDeleted: boolean; inserts: boolean };

async function write(
  database: Database,
  shelf: Shelf,
  records: readonly Payload[],
  job: number,
  changeOf: (record: Payload, stored: StoredRow | undefined) => Change,
  readsPayload = false,
): Promise<Counts> {
  const idOf = recordIds(shelf);
  const byUuid = new Map(records.map((record) => [idOf(record.id), record]));
  return database.transaction(async (sql) => {
    const at = await writeTime(sql, shelf);
    const rows = await sql.query<StoredRow>(
      `select id, external_id, hash, deleted_at is not null as is_deleted, case when $2 then payload end as payload
       from nango.record where id = any ($1::uuid[])`,
      [[...byUuid.keys()], readsPayload],
    );
    const stored = new Map(rows.map((row) => [row.id, row]));
    const counts = { added: 0, updated: 0, deleted: 0 };
    const changed: { id: string; externalId: string; payload: string; hash: string; isNew: boolean; isDeleted: boolean }[] = [];
    const seen: string[] = [];
    for (const [id, record] of byUuid) {
      const before = stored.get(id);
      const { payload, isDeleted, inserts } = changeOf(record, before);
      const text = JSON.stringify(payload);
      const hash = createHash("md5").update(text).digest("hex");
      const isLive = before !== undefined && !before.is_deleted;
      if (!isLive && !inserts) continue;
      if (isLive && !isDeleted && before.hash === hash) {
        seen.push(id);
        continue;
      }
      const isNew = !isLive;
      counts[isDeleted ? "deleted" : isNew ? "added" : "updated"] += 1;
      changed.push({ id, externalId: record.id, payload: text, hash, isNew, isDeleted });
    }
    if (seen.length > 0)
      await sql.query("update nango.record set last_job = $2 where id = any ($1::uuid[]) and last_job < $2", [seen, job]);
    if (changed.length > 0) {
      await sql.query(
        `insert into nango.record as r (id, connection, model, external_id, payload, hash, created_at, updated_at, deleted_at, last_job)
         select c.id, $1, $2, c.external_id, c.payload::json, c.hash, $3, $3, case when c.is_deleted then $3::timestamptz end, $4
         from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::boolean[]) as c (id, external_id, payload, hash, is_new, is_deleted)
         on conflict (id) do update set
           payload = excluded.payload, hash = excluded.hash, updated_at = excluded.updated_at, deleted_at = excluded.deleted_at,
           last_job = greatest(r.last_job, excluded.last_job),
           created_at = case when r.deleted_at is not null and excluded.deleted_at is null then excluded.created_at else r.created_at end`,
        [
          shelf.connection,
          shelf.model,
          at,
          job,
          changed.map(({ id }) => id),
          changed.map(({ externalId }) => externalId),
          changed.map(({ payload }) => payload),
          changed.map(({ hash }) => hash),
          changed.map(({ isNew }) => isNew),
          changed.map(({ isDeleted }) => isDeleted),
        ],
      );
      await addToCount(sql, shelf, counts.added - counts.deleted);
    }
    return counts;
  });
}

/** A time after every earlier write of this model: readers that follow the cursor then miss nothing, whatever the clock does. */
async function writeTime(sql: Sql, shelf: Shelf): Promise<string> {
  await lockShelf(sql, shelf);
  const rows = await sql.query<{ at: string }>(
    `select greatest(clock_timestamp(), max(updated_at) + interval '1 microsecond') as at
     from (select updated_at from nango.record where connection = $1 and model = $2 order by updated_at desc limit 1) last`,
    [shelf.connection, shelf.model],
  );
  if (!rows[0]) throw new Error("the database gave no time");
  return rows[0].at;
}

function deepMerge(base: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = merged[key];
    merged[key] = isPlain(before) && isPlain(value) ? deepMerge(before, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** RFC 9562, version 5. */
function uuidV5(name: string, space: string): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(space.replaceAll("-", ""), "hex"))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
