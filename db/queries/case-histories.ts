import { sql } from "kysely";
import * as z from "zod";
import type { Tx } from "#db/client.ts";
import type { CaseHistory, LinkedRecord, RecordVersion, RelatedCase } from "#server/domain/automations/case-history.ts";
import { actorKinds, compareEvents, type ActorKind, type OpsEvent } from "#server/domain/event-log/event.ts";

type OfConnection = { workspaceId: string; connectionId: string };

/** Which records make up a case, as a playbook says. */
export type CaseShape = {
  caseType: string;
  caseModel: string;
  partModels: readonly { model: string; caseField: string }[];
  relatedBy: { field: string; at: string } | null;
  linkedBy: { field: string; model: string; by: string } | null;
};

const Attributes = z.record(z.string(), z.string());
const kindOf = (recorded: string | null): ActorKind => actorKinds.find((kind) => kind === recorded) ?? "unknown";

/**
 * Everything our copy holds of some cases, in the order asked for. Cases without an event or a record have an empty history.
 *
 * @param caseIds as events name them: order:gid://...; at most a few thousand
 * @param kindsSaid what people said of accounts, by the recorded name; it goes before what the source recorded
 */
export async function loadCaseHistories(
  tx: Tx,
  {
    workspaceId,
    connectionId,
    sourceId,
    shape,
    caseIds,
    kindsSaid,
  }: OfConnection & { sourceId: string; shape: CaseShape; caseIds: readonly string[]; kindsSaid: ReadonlyMap<string, ActorKind> },
): Promise<CaseHistory[]> {
  if (caseIds.length === 0) return [];
  const recordIds = caseIds.map((caseId) => caseId.slice(shape.caseType.length + 1));
  const place = { workspaceId, connectionId };
  const events = await eventsOf(tx, { workspaceId, sourceId, caseIds, kindsSaid });
  const records = await versionsOf(tx, { ...place, model: shape.caseModel, recordIds });
  const parts = new Map<string, RecordVersion[]>();
  for (const part of shape.partModels)
    for (const [recordId, versions] of await partsOf(tx, { ...place, ...part, recordIds }))
      parts.set(recordId, [...(parts.get(recordId) ?? []), ...versions]);
  const related = shape.relatedBy === null ? null : await relatedOf(tx, { ...place, shape, by: shape.relatedBy, recordIds });
  const linked = shape.linkedBy === null ? null : await linkedOf(tx, { workspaceId, by: shape.linkedBy, records });
  return caseIds.map((caseId, i) => {
    const recordId = recordIds[i] ?? "";
    const own = [...(records.get(recordId) ?? []), ...(parts.get(recordId) ?? [])].sort((a, b) => a.knownAtMs - b.knownAtMs);
    return {
      caseId,
      events: events.get(caseId) ?? [],
      records: own,
      related: related?.get(recordId) ?? [],
      linked: linked?.get(recordId) ?? [],
    };
  });
}

/** Cases of a source with an event of one of these activities in a window, in order of their ids. */
export async function listCasesWith(
  tx: Tx,
  {
    workspaceId,
    sourceId,
    activities,
    from,
    to,
  }: { workspaceId: string; sourceId: string; activities: readonly string[]; from: Date; to: Date },
): Promise<string[]> {
  const rows = await tx
    .selectFrom("event")
    .select("case_id as caseId")
    .distinct()
    .where("workspace_id", "=", workspaceId)
    .where("source_id", "=", sourceId)
    .where("activity", "in", activities)
    .where("ended_at", ">=", from)
    .where("ended_at", "<", to)
    .orderBy("case_id")
    .execute();
  return rows.map(({ caseId }) => caseId);
}

/** Ids of the case records that have a part in one of these states now. */
export async function listOpenCases(
  tx: Tx,
  { workspaceId, connectionId, model, caseField, states }: OfConnection & { model: string; caseField: string; states: readonly string[] },
): Promise<string[]> {
  const rows = await tx
    .selectFrom("record_current")
    .select(sql<string>`content->>${sql.lit(caseField)}`.as("recordId"))
    .distinct()
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("model", "=", model)
    .where("deleted_at", "is", null)
    .where(sql<boolean>`content ? 'state' and content->>'state' = any(${[...states]})`)
    .execute();
  return rows.map(({ recordId }) => recordId).sort();
}

async function eventsOf(
  tx: Tx,
  {
    workspaceId,
    sourceId,
    caseIds,
    kindsSaid,
  }: { workspaceId: string; sourceId: string; caseIds: readonly string[]; kindsSaid: ReadonlyMap<string, ActorKind> },
): Promise<Map<string, OpsEvent[]>> {
  const rows = await tx
    .selectFrom("event")
    .select(["event_id", "case_id", "activity", "actor", "recorded_kind", "ended_at", "attributes"])
    .where("workspace_id", "=", workspaceId)
    .where("source_id", "=", sourceId)
    .where(sql<boolean>`case_id = any(${[...caseIds]})`)
    .execute();
  const byCase = new Map<string, OpsEvent[]>();
  for (const row of rows) {
    const said = row.actor === null ? undefined : kindsSaid.get(row.actor);
    const events = byCase.get(row.case_id) ?? [];
    byCase.set(row.case_id, events);
    events.push({
      eventId: row.event_id,
      caseId: row.case_id,
      activity: row.activity,
      actor: row.actor,
      actorKind: said ?? kindOf(row.recorded_kind),
      startedAtMs: null,
      endedAtMs: row.ended_at.getTime(),
      ...(row.attributes == null ? {} : { attributes: Attributes.parse(row.attributes) }),
    });
  }
  for (const events of byCase.values()) events.sort(compareEvents);
  return byCase;
}

async function versionsOf(
  tx: Tx,
  { workspaceId, connectionId, model, recordIds }: OfConnection & { model: string; recordIds: readonly string[] },
): Promise<Map<string, RecordVersion[]>> {
  const rows = await tx
    .selectFrom("record_version")
    .select(["record_id as recordId", "ingested_at as ingestedAt", "content"])
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("model", "=", model)
    .where(sql<boolean>`record_id = any(${[...recordIds]})`)
    .where("deleted_at", "is", null)
    .orderBy("record_id")
    .orderBy("modified_at")
    .execute();
  const byId = new Map<string, RecordVersion[]>();
  for (const { recordId, ingestedAt, content } of rows)
    byId.set(recordId, [...(byId.get(recordId) ?? []), { model, recordId, knownAtMs: ingestedAt.getTime(), content }]);
  return byId;
}

async function partsOf(
  tx: Tx,
  place: OfConnection & { model: string; caseField: string; recordIds: readonly string[] },
): Promise<Map<string, RecordVersion[]>> {
  const { workspaceId, connectionId, model, caseField, recordIds } = place;
  const rows = await tx
    .selectFrom("record_current")
    .select(["record_id as partId", sql<string>`content->>${sql.lit(caseField)}`.as("recordId")])
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("model", "=", model)
    .where(sql<boolean>`content ? ${sql.lit(caseField)} and content->>${sql.lit(caseField)} = any(${[...recordIds]})`)
    .execute();
  const versions = await versionsOf(tx, { workspaceId, connectionId, model, recordIds: rows.map(({ partId }) => partId) });
  const byCase = new Map<string, RecordVersion[]>();
  for (const { partId, recordId } of rows) byCase.set(recordId, [...(byCase.get(recordId) ?? []), ...(versions.get(partId) ?? [])]);
  return byCase;
}

/** Other case records with the same value of a field, such as the same customer, each in the form of our newest copy. */
async function relatedOf(
  tx: Tx,
  {
    workspaceId,
    connectionId,
    shape,
    by,
    recordIds,
  }: OfConnection & { shape: CaseShape; by: { field: string; at: string }; recordIds: readonly string[] },
): Promise<Map<string, RelatedCase[]>> {
  const value = sql<string | null>`content->>${sql.lit(by.field)}`;
  const inModel = tx
    .selectFrom("record_current")
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("model", "=", shape.caseModel);
  const own = await inModel
    .select(["record_id as recordId", value.as("value")])
    .where(sql<boolean>`record_id = any(${[...recordIds]})`)
    .execute();
  const values = [...new Set(own.flatMap((row) => (row.value === null ? [] : [row.value])))];
  const others = await inModel
    .select(["record_id as recordId", value.as("value"), "content", sql<string>`content->>${sql.lit(by.at)}`.as("at")])
    .where(sql<boolean>`content ? ${sql.lit(by.field)} and content->>${sql.lit(by.field)} = any(${values})`)
    .execute();
  const byValue = new Map<string | null, typeof others>();
  for (const row of others) byValue.set(row.value, [...(byValue.get(row.value) ?? []), row]);
  return new Map(
    own.map(({ recordId, value: shared }) => [
      recordId,
      (shared === null ? [] : (byValue.get(shared) ?? []))
        .filter((row) => row.recordId !== recordId)
        .map((row) => ({ caseId: `${shape.caseType}:${row.recordId}`, atMs: Date.parse(row.at), content: row.content }))
        .sort((a, b) => a.atMs - b.atMs || (a.caseId < b.caseId ? -1 : 1)),
    ]),
  );
}

const NamesOthers = z.record(z.string(), z.unknown());
const Names = z.union([z.array(z.string()), z.string().transform((name) => [name])]).catch([]);

/** Records of any connection whose field holds a value that a case's record names or lists, in the order of their ids. */
async function linkedOf(
  tx: Tx,
  {
    workspaceId,
    by,
    records,
  }: { workspaceId: string; by: NonNullable<CaseShape["linkedBy"]>; records: ReadonlyMap<string, readonly RecordVersion[]> },
): Promise<Map<string, LinkedRecord[]>> {
  const namesOf = new Map(
    [...records].map(([recordId, versions]) => [recordId, Names.parse(NamesOthers.safeParse(versions.at(-1)?.content).data?.[by.field])]),
  );
  const names = [...new Set([...namesOf.values()].flat())];
  if (names.length === 0) return new Map();
  const rows = await tx
    .selectFrom("record_current")
    .select(["record_id as recordId", "content", sql<string>`content->>${sql.lit(by.by)}`.as("by")])
    .where("workspace_id", "=", workspaceId)
    .where("model", "=", by.model)
    .where("deleted_at", "is", null)
    .where(sql<boolean>`content ? ${sql.lit(by.by)} and content->>${sql.lit(by.by)} = any(${names})`)
    .orderBy("record_id")
    .execute();
  return new Map([...namesOf].map(([recordId, own]) => [recordId, rows.filter((row) => own.includes(row.by))]));
}

/** The records of a model that are there, by two of their fields, in the order of the names. At most `limit`. */
export async function listChoices(
  tx: Tx,
  {
    workspaceId,
    connectionIds,
    model,
    fields,
    limit,
  }: {
    workspaceId: string;
    connectionIds: readonly string[];
    model: string;
    fields: { id: string; name: string };
    limit: number;
  },
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select content->>${sql.lit(fields.id)} as id, content->>${sql.lit(fields.name)} as name from record_current
    where workspace_id = ${workspaceId} and connection_id = any(${[...connectionIds]}) and model = ${model} and deleted_at is null
      and content->>${sql.lit(fields.id)} is not null and content->>${sql.lit(fields.name)} is not null
    order by name, id limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Records of a model that changed since a time, in the order of their ids, from the one after an id on.
 *
 * @param orInStates records in one of these states are among them however long ago they changed
 */
export function listRecordsSince(
  tx: Tx,
  {
    workspaceId,
    connectionId,
    model,
    since,
    orInStates = [],
    after,
    limit,
  }: OfConnection & { model: string; since: Date; orInStates?: readonly string[]; after: string; limit: number },
): Promise<{ recordId: string; content: unknown }[]> {
  return tx
    .selectFrom("record_current")
    .select(["record_id as recordId", "content"])
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("model", "=", model)
    .where("deleted_at", "is", null)
    .where((eb) =>
      orInStates.length === 0
        ? eb("modified_at", ">=", since)
        : eb.or([eb("modified_at", ">=", since), sql<boolean>`content ? 'state' and content->>'state' = any(${[...orInStates]})`]),
    )
    .where("record_id", ">", after)
    .orderBy("record_id")
    .limit(limit)
    .execute();
}
