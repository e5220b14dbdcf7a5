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
