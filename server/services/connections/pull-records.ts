import { ingestEvents } from "#db/queries/ingest-events.ts";
import { ingestLinks } from "#db/queries/ingest-objects.ts";
import { ingestRecords } from "#db/queries/ingest-records.ts";
import { advanceIngestCursor, listIngestCursors } from "#db/queries/records.ts";
import type { JobContext } from "#server/context.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { NangoRecord, SyncStatus } from "#server/nango/nango-answers.ts";
import type { NangoClient } from "#server/nango/nango-client.ts";
import type { ReadConnection } from "./read-connection.ts";
import { joinCases } from "./join-cases.ts";
import { caseNumberOf, toEvent } from "./to-event.ts";
import { toIncomingRecord } from "./to-incoming-record.ts";

const PAGE_RECORDS = 2_000; // Some 3 MB of orders: a page is one transaction, and is read again whole after a crash.
// A model may be written by one sync of an integration alone: what a second one tells of what was done has a name of its own.
const EVENT_MODELS: ReadonlySet<string> = new Set(["OpsEvent", "StockOpsEvent"]);
const UNREADABLE_MODEL = "UnreadableOpsEvent";

export type Model = { model: string; live: number };
export type Pulled = { read: number; newVersions: number; newEvents: number };

/**
 * Reads what has changed at Nango since our own cursor, model by model, page by page. Each page is stored before the cursor moves,
 * and storing it twice changes nothing: a crash, a second worker or a webhook too many costs time and no row.
 *
 * @param models as modelsOf gives them: one that holds nothing and was never read is not asked for
 * @param onPage told how many records this call has read so far
 */
export async function pullRecords(
  context: JobContext,
  nango: NangoClient,
  { connection, models, onPage }: { connection: ReadConnection; models: readonly Model[]; onPage: (read: number) => Promise<void> },
): Promise<Pulled> {
  const { store, workspaceId, now } = context;
  const pulled: Pulled = { read: 0, newVersions: 0, newEvents: 0 };
  const cursors = await store.within({ workspaceId }, (tx) => listIngestCursors(tx, { workspaceId, connectionId: connection.id }));
  for (const { model } of models.filter(({ model, live }) => live > 0 || cursors.has(model))) {
    const place = { workspaceId, connectionId: connection.id, model };
    let cursor = cursors.get(model) ?? null;
    for (;;) {
      const { records, more } = await nango.listRecords(connection, { model, cursor, limit: PAGE_RECORDS });
      const last = records.at(-1);
      if (!last) break;
      const stored = await storePage(context, connection, model, records);
      cursor = last._nango_metadata.cursor;
      const reached = { ...place, cursor, modifiedAt: last._nango_metadata.last_modified_at, now: now() };
      await store.within({ workspaceId }, (tx) => advanceIngestCursor(tx, reached));
      pulled.read += records.length;
      pulled.newVersions += stored.newVersions;
      pulled.newEvents += stored.newEvents;
      await onPage(pulled.read);
      if (!more) break;
    }
  }
  return pulled;
}

/** The models that a connection's syncs write with their live records, each once, by name. */
export function modelsOf(syncs: readonly Pick<SyncStatus, "recordCount">[]): Model[] {
  const counts = new Map(syncs.flatMap(({ recordCount }) => Object.entries(recordCount ?? {})));
  return [...counts].map(([model, live]) => ({ model, live })).sort((a, b) => (a.model < b.model ? -1 : 1));
}

async function storePage(
  { store, workspaceId, now }: JobContext,
  connection: ReadConnection,
  model: string,
  records: readonly NangoRecord[],
): Promise<Omit<Pulled, "read">> {
  const place = { workspaceId, connectionId: connection.id };
  // What Nango has pruned is there by its id alone; what we read of it before is the record.
  const whole = records.filter(({ _nango_metadata: meta }) => meta.pruned_at == null);
  if (!EVENT_MODELS.has(model))
    return { newVersions: await ingestRecords(store, { ...place, model, records: whole.map(toIncomingRecord), now: now() }), newEvents: 0 };
  const delivered: { event: OpsEvent; caseNumber: string | null }[] = [];
  const unreadable: NangoRecord[] = [];
  for (const record of whole) {
    // An event that happened is not undone by the source's forgetting it.
    if (record._nango_metadata.deleted_at != null) continue;
    const event = toEvent(record);
    if (event) delivered.push({ event, caseNumber: caseNumberOf(record) });
    else unreadable.push(record);
  }
  const newVersions = await ingestRecords(store, {
    ...place,
    model: UNREADABLE_MODEL,
    records: unreadable.map(toIncomingRecord),
    now: now(),
  });
  const { sourceId } = connection;
  const events = await store.within({ workspaceId }, (tx) => joinCases(tx, { workspaceId, delivered }));
  const newEvents = await ingestEvents(store, { workspaceId, sourceId, importId: null, events });
  await ingestLinks(store, { workspaceId, sourceId, events });
  return { newVersions, newEvents };
}
