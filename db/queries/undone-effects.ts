import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type OfAutomation = { workspaceId: string; automationId: string };
type OfVersion = OfAutomation & { version: number };

/** How the problem of a change begins that was asked to be taken back and stands. */
export const NOT_UNDONE = "Not undone: ";
const isLeft = sql<boolean>`(effect.undoes is null and effect.state = 'done' and starts_with(coalesce(effect.problem, ''), ${sql.lit(NOT_UNDONE)}))`;

/** What a version wanted to change; what takes that back is not among it. */
const ofVersion = (tx: Tx, { workspaceId, automationId, version }: OfVersion) =>
  tx
    .selectFrom("effect")
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where("version", "=", version)
    .where("undoes", "is", null);

const doneSince = (tx: Tx, { since, ...version }: OfVersion & { since: Date }) =>
  ofVersion(tx, version).where("state", "=", "done").where("settled_at", ">=", since);

/** What a version of an automation did since a time and what can be taken back, the newest first. */
export async function listUndoable(tx: Tx, wanted: OfVersion & { since: Date }): Promise<string[]> {
  const rows = await doneSince(tx, wanted).select("id").orderBy("settled_at", "desc").orderBy("position", "desc").execute();
  return rows.map(({ id }) => id);
}

/** How many of what a version did since a time can be taken back, and how many have no way back. */
export const countUndoable = (tx: Tx, wanted: OfVersion & { since: Date }): Promise<{ withWayBack: number; withoutWayBack: number }> =>
  doneSince(tx, wanted)
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere("inverse", "is not", null).as("withWayBack"),
      eb.fn.countAll<number>().filterWhere("inverse", "is", null).as("withoutWayBack"),
    ])
    .executeTakeFirstOrThrow();

/** What a version has begun and nobody knows the end of yet. */
export async function listBegun(tx: Tx, version: OfVersion): Promise<string[]> {
  const rows = await ofVersion(tx, version).where("state", "in", ["ready", "running"]).select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

/** What was asked to be taken back of some cases and was, or may have been, in order of time; what the vendor refused to take back is not. */
export function listTakenBack(tx: Tx, { workspaceId, automationId, caseIds }: OfAutomation & { caseIds: readonly string[] }) {
  return tx
    .selectFrom("effect")
    .select(["case_id as caseId", "version", "created_at as askedAt", "settled_at as overAt"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where(sql<boolean>`case_id = any(${[...caseIds]})`)
    .where("undoes", "is not", null)
    .where("state", "in", ["ready", "running", "done", "failed"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** By version, newest first: how many changes were taken back, are being taken back, and were asked to be and stand. */
export function countUndone(tx: Tx, { workspaceId, automationId }: OfAutomation) {
  return (
    tx
      .selectFrom("effect")
      .select("version")
      .select((eb) => [
        eb.fn.countAll<number>().filterWhere("state", "=", "undone").as("undone"),
        eb.fn.countAll<number>().filterWhere(isLeft).as("left"),
        eb.fn.countAll<number>().filterWhere("undoes", "is not", null).filterWhere("state", "in", ["ready", "running"]).as("waiting"),
      ])
      .where("workspace_id", "=", workspaceId)
      .where("automation_id", "=", automationId)
      .groupBy("version")
      // What was taken back has what took it back beside it.
      .having(sql<boolean>`bool_or(undoes is not null or ${isLeft})`)
      .orderBy("version", "desc")
      .execute()
  );
}

/** Changes that were asked to be taken back and stand, the latest first. */
export function listLeft(tx: Tx, { workspaceId, automationId, limit }: OfAutomation & { limit: number }) {
  return tx
    .selectFrom("effect")
    .select(["id", "decision_id as decisionId", "case_id as caseId", "kind", "version", "problem"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where(isLeft)
    .orderBy("settled_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/**
 * What automations of one playbook carried out at a record after an effect was done there, in order of time, what took others back included.
 * Each costs calls to a vendor, so that an index of records would spare nothing that one notices. before, after: how the record stood, null where that is not known; altered: something was sent to the vendor for it.
 */
export async function listLaterChanges(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  const { rows } = await sql<{ id: string; before: string | null; after: string | null; altered: boolean; stands: boolean }>`
    select later.id, later.answer->>'after' as after, later.state = 'done' and later.undoes is null as stands,
      exists (select 1 from effect_attempt a where a.workspace_id = later.workspace_id and a.effect_id = later.id and a.what = 'act') as altered,
      case when later.undoes is not null then undone.answer->>'after'
        when prior.id is not null then prior.answer->>'after' else d.planned->>'fingerprint' end as before
    from effect own
    join automation m on m.workspace_id = own.workspace_id and m.id = own.automation_id
    join automation alike on alike.workspace_id = own.workspace_id and alike.playbook = m.playbook
    join effect later on later.workspace_id = own.workspace_id and later.automation_id = alike.id and later.connection_id = own.connection_id
      and later.subject = own.subject and later.state in ('done', 'undone')
      and (later.settled_at, later.position, later.id) > (own.settled_at, own.position, own.id)
    join decision d on d.workspace_id = later.workspace_id and d.id = later.decision_id
    left join effect undone on undone.workspace_id = later.workspace_id and undone.id = later.undoes
    left join lateral (select id, answer from effect where workspace_id = later.workspace_id and decision_id = later.decision_id and undoes is null
      and position < later.position order by position desc limit 1) prior on true
    where own.workspace_id = ${workspaceId}::uuid and own.id = ${id}::uuid
    order by later.settled_at, later.position, later.id`.execute(tx);
  return rows;
}

/** Of changes that were asked to be taken back and stand: which later change of ours still stands on each, and in which decision. */
export async function listStandingOn(tx: Tx, { workspaceId, ids }: { workspaceId: string; ids: readonly string[] }) {
  const { rows } = await sql<{ id: string; effectId: string; decisionId: string }>`
    select effect.id, later.id as "effectId", later.decision_id as "decisionId"
    from effect
    join lateral (select answer from effect undo where undo.workspace_id = effect.workspace_id and undo.decision_id = effect.decision_id
      and undo.undoes = effect.id order by undo.created_at desc, undo.id desc limit 1) latest on true
    join effect later on later.workspace_id = effect.workspace_id and later.id = (latest.answer->>'undoFirst')::uuid and later.state = 'done'
    where effect.workspace_id = ${workspaceId}::uuid and effect.id = any(${[...ids]}::uuid[]) and ${isLeft}`.execute(tx);
  return new Map(rows.map(({ id, ...later }) => [id, later]));
}

/** Effects that take this one back, the oldest first: more than one where an earlier try was refused. */
export function listUndosOf(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx
    .selectFrom("effect")
    .select(["id", "state"])
    .where("workspace_id", "=", workspaceId)
    .where("undoes", "=", id)
    .orderBy("created_at")
    .execute();
}
