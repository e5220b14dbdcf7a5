import { sql } from "kysely";
import * as z from "zod";
import type { Tx } from "#db/client.ts";
import { actorKinds, type ActorKind, type OpsEvent } from "#server/domain/event-log/event.ts";
import type { LogObject } from "#server/domain/event-log/object.ts";

const PAGE_ROWS = 5_000;

const Attributes = z.record(z.string(), z.string()).nullable();
const kindOf = (recorded: string | null): ActorKind => actorKinds.find((kind) => kind === recorded) ?? "unknown";

type Scope = { workspaceId: string };

/** An event with all that is recorded of it, under its own id, and the name of its source. */
export type ExportedEvent = { source: string; event: OpsEvent };

/** Every event of the workspace with its attributes and objects, page by page, source by source, in the order of ids. */
export async function* eachExportedPage(tx: Tx, { workspaceId }: Scope): AsyncGenerator<ExportedEvent[]> {
  let after: { sourceId: string; eventId: string } | null = null;
  for (;;) {
    const rows: EventRow[] = await eventRows(tx, workspaceId, after);
    const last = rows.at(-1);
    if (!last) return;
    const links = await linksBetween(tx, workspaceId, rows[0]!, last);
    yield rows.map((row) => ({ source: row.source, event: toEvent(row, links.get(`${row.sourceId}/${row.eventId}`)) }));
    if (rows.length < PAGE_ROWS) return;
    after = { sourceId: last.sourceId, eventId: last.eventId };
  }
}

type EventRow = Awaited<ReturnType<typeof eventRows>>[number];

function eventRows(tx: Tx, workspaceId: string, after: { sourceId: string; eventId: string } | null) {
  return tx
    .selectFrom("event")
    .innerJoin("event_source as s", (join) => join.onRef("s.workspace_id", "=", "event.workspace_id").onRef("s.id", "=", "event.source_id"))
    .select([
      "event.source_id as sourceId",
      "event_id as eventId",
      "case_id as caseId",
      "activity",
      "actor",
      "recorded_kind as kind",
      "role",
      "workflow",
      "started_at as startedAt",
      "ended_at as endedAt",
      "attributes",
      "s.name as source",
    ])
    .where("event.workspace_id", "=", workspaceId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(event.source_id, event.event_id) > (${after?.sourceId}::uuid, ${after?.eventId})`),
    )
    .orderBy("event.source_id")
    .orderBy("event_id")
    .limit(PAGE_ROWS)
    .execute();
}

async function linksBetween(tx: Tx, workspaceId: string, first: EventRow, last: EventRow) {
  const rows = await tx
    .selectFrom("event_object")
    .select(["source_id as sourceId", "event_id as eventId", "object_type as type", "object_id as id", "qualifier"])
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`(source_id, event_id) >= (${first.sourceId}::uuid, ${first.eventId})`)
    .where(sql<boolean>`(source_id, event_id) <= (${last.sourceId}::uuid, ${last.eventId})`)
    .orderBy("object_type")
    .orderBy("object_id")
    .orderBy("qualifier")
    .execute();
  return Map.groupBy(rows, ({ sourceId, eventId }) => `${sourceId}/${eventId}`);
}

function toEvent(row: EventRow, objects: OpsEvent["objects"] = []): OpsEvent {
  const attributes = Attributes.parse(row.attributes);
  return {
    eventId: row.eventId,
    caseId: row.caseId,
    activity: row.activity,
    actor: row.actor,
    actorKind: kindOf(row.kind),
    startedAtMs: row.startedAt?.getTime() ?? null,
    endedAtMs: row.endedAt.getTime(),
    workflow: row.workflow ?? row.source,
    ...(row.role === null ? {} : { role: row.role }),
    ...(attributes === null ? {} : { attributes }),
    ...(objects.length === 0 ? {} : { objects: objects.map(({ type, id, qualifier }) => ({ type, id, qualifier })) }),
  };
}

/** The activities of the log with the names of their events' attributes, both in order. */
export async function listActivityAttributes(tx: Tx, { workspaceId }: Scope): Promise<{ activity: string; attributes: string[] }[]> {
  const { rows } = await sql<{ activity: string; attributes: string[] }>`
    select activity, coalesce(array_agg(distinct key collate "C") filter (where key is not null), '{}') as attributes
    from event left join lateral jsonb_object_keys(attributes) as key on true
    where workspace_id = ${workspaceId} group by activity order by activity collate "C"`.execute(tx);
  return rows;
}

/** The types of objects with the names of their attributes, both in order. */
export async function listObjectTypes(tx: Tx, { workspaceId }: Scope): Promise<{ type: string; attributes: string[] }[]> {
  const { rows } = await sql<{ type: string; attributes: string[] }>`
    select o.object_type as type, coalesce((
      select array_agg(distinct c.attribute collate "C") from object_change c
      where c.workspace_id = ${workspaceId} and c.object_type = o.object_type), '{}') as attributes
    from object o where o.workspace_id = ${workspaceId} group by o.object_type order by o.object_type collate "C"`.execute(tx);
  return rows;
}

/** Every object of the workspace with its relations and changes, page by page. */
export async function* eachObjectPage(tx: Tx, { workspaceId }: Scope): AsyncGenerator<{ source: string; object: LogObject }[]> {
  let after: [string, string, string] | null = null;
  for (;;) {
    const rows: ObjectRow[] = await objectRows(tx, workspaceId, after);
    const last = rows.at(-1);
    if (!last) return;
    const range = [rows[0]!, last] as const;
    const relations = await relationsBetween(tx, workspaceId, range);
    const changes = await changesBetween(tx, workspaceId, range);
    yield rows.map((row) => {
      const key = keyOf(row);
      const related = (relations.get(key) ?? []).map(({ otherType, otherId, qualifier }) => ({ type: otherType, id: otherId, qualifier }));
      const changed = (changes.get(key) ?? []).map(({ attribute, at, value }) => ({ attribute, atMs: at.getTime(), value }));
      return { source: row.source, object: { type: row.type, id: row.id, relations: related, changes: changed } };
    });
    if (rows.length < PAGE_ROWS) return;
    after = [last.sourceId, last.type, last.id];
  }
}

type ObjectRow = { sourceId: string; type: string; id: string; source: string };
const keyOf = ({ sourceId, type, id }: Pick<ObjectRow, "sourceId" | "type" | "id">) => JSON.stringify([sourceId, type, id]);

function objectRows(tx: Tx, workspaceId: string, after: [string, string, string] | null): Promise<ObjectRow[]> {
  return tx
    .selectFrom("object as o")
    .innerJoin("event_source as s", (join) => join.onRef("s.workspace_id", "=", "o.workspace_id").onRef("s.id", "=", "o.source_id"))
    .select(["o.source_id as sourceId", "o.object_type as type", "o.object_id as id", "s.name as source"])
    .where("o.workspace_id", "=", workspaceId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(o.source_id, o.object_type, o.object_id) > (${after?.[0]}::uuid, ${after?.[1]}, ${after?.[2]})`),
    )
    .orderBy("o.source_id")
    .orderBy("o.object_type")
    .orderBy("o.object_id")
    .limit(PAGE_ROWS)
    .execute();
}

const within = ([first, last]: readonly [ObjectRow, ObjectRow]) =>
  sql<boolean>`(source_id, object_type, object_id) between (${first.sourceId}::uuid, ${first.type}, ${first.id}) and (${last.sourceId}::uuid, ${last.type}, ${last.id})`;

async function relationsBetween(tx: Tx, workspaceId: string, range: readonly [ObjectRow, ObjectRow]) {
  const rows = await tx
    .selectFrom("object_relation")
    .select([
      "source_id as sourceId",
      "object_type as type",
      "object_id as id",
      "other_type as otherType",
      "other_id as otherId",
      "qualifier",
    ])
    .where("workspace_id", "=", workspaceId)
    .where(within(range))
    .orderBy("other_type")
    .orderBy("other_id")
    .orderBy("qualifier")
    .execute();
  return Map.groupBy(rows, keyOf);
}

async function changesBetween(tx: Tx, workspaceId: string, range: readonly [ObjectRow, ObjectRow]) {
  const rows = await tx
    .selectFrom("object_change")
    .select(["source_id as sourceId", "object_type as type", "object_id as id", "attribute", "changed_at as at", "value"])
    .where("workspace_id", "=", workspaceId)
    .where(within(range))
    .orderBy("changed_at")
    .orderBy("attribute")
    .execute();
  return Map.groupBy(rows, keyOf);
}

/** The cases of events that touch no object, page by page, in order. */
export async function* eachCaseWithoutObjects(tx: Tx, { workspaceId }: Scope): AsyncGenerator<string[]> {
  await sql`
    declare cases_without_objects no scroll cursor for
    select distinct case_id as "caseId" from event e where workspace_id = ${sql.lit(workspaceId)} and not exists (
      select 1 from event_object l where l.workspace_id = e.workspace_id and l.source_id = e.source_id and l.event_id = e.event_id)
    order by case_id`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ caseId: string }>`fetch ${sql.raw(String(PAGE_ROWS))} from cases_without_objects`.execute(tx);
    if (rows.length > 0) yield rows.map(({ caseId }) => caseId);
    if (rows.length < PAGE_ROWS) return;
  }
}
