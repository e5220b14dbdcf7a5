import type { Tx } from "#db/client.ts";

export type NewScenario = { workspaceId: string; id: string; name: string; createdBy: object; now: Date };

export async function insertScenario(tx: Tx, { workspaceId, id, name, createdBy, now }: NewScenario): Promise<void> {
  await tx
    .insertInto("scenario")
    .values({
      workspace_id: workspaceId,
      id,
      name,
      head_version: 1,
      created_by: JSON.stringify(createdBy),
      created_at: now,
      updated_at: now,
    })
    .execute();
}

export type NewScenarioVersion = {
  workspaceId: string;
  scenarioId: string;
  version: number;
  document: object;
  auditId: string | null;
  notes: string;
  changes: readonly object[];
  savedBy: object;
  now: Date;
};

/** A version is written once and never changed. */
export async function insertScenarioVersion(tx: Tx, version: NewScenarioVersion): Promise<void> {
  await tx
    .insertInto("scenario_version")
    .values({
      workspace_id: version.workspaceId,
      scenario_id: version.scenarioId,
      version: version.version,
      document: JSON.stringify(version.document),
      audit_id: version.auditId,
      notes: version.notes,
      changes: JSON.stringify(version.changes),
      saved_by: JSON.stringify(version.savedBy),
      saved_at: version.now,
    })
    .execute();
}

/** Locks a scenario until the transaction ends, so that of two saves at once the second sees the first. */
export function lockScenario(tx: Tx, { workspaceId, scenarioId }: { workspaceId: string; scenarioId: string }) {
  return tx
    .selectFrom("scenario")
    .select(["id", "name", "head_version as headVersion", "archived_at as archivedAt"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", scenarioId)
    .forUpdate()
    .executeTakeFirst();
}

/** Moves a scenario to the version that was just written. */
export async function setScenarioHead(
  tx: Tx,
  { workspaceId, scenarioId, name, version, now }: { workspaceId: string; scenarioId: string; name: string; version: number; now: Date },
): Promise<void> {
  await tx
    .updateTable("scenario")
    .set({ name, head_version: version, updated_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", scenarioId)
    .execute();
}

export async function setScenarioArchived(
  tx: Tx,
  { workspaceId, scenarioId, archivedAt }: { workspaceId: string; scenarioId: string; archivedAt: Date | null },
): Promise<void> {
  await tx
    .updateTable("scenario")
    .set({ archived_at: archivedAt })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", scenarioId)
    .execute();
}

/** Scenarios with their present version, the one changed last first; `ids` picks some of them, archived ones too. */
export function listScenarioHeads(tx: Tx, { workspaceId, ids, limit }: { workspaceId: string; ids?: readonly string[]; limit: number }) {
  return tx
    .selectFrom("scenario as s")
    .innerJoin("scenario_version as v", (join) =>
      join.onRef("v.workspace_id", "=", "s.workspace_id").onRef("v.scenario_id", "=", "s.id").onRef("v.version", "=", "s.head_version"),
    )
    .select([
      "s.id",
      "s.name",
      "v.version",
      "v.document",
      "v.audit_id as auditId",
      "v.notes",
      "v.saved_by as savedBy",
      "v.saved_at as savedAt",
    ])
    .where("s.workspace_id", "=", workspaceId)
    .$if(ids === undefined, (query) => query.where("s.archived_at", "is", null))
    .$if(ids !== undefined, (query) => query.where("s.id", "in", ids ?? []))
    .orderBy("s.updated_at", "desc")
    .orderBy("s.id", "desc")
    .limit(limit)
    .execute();
}

/** One version of a scenario, the present one when none is named; undefined when there is no such scenario or version. */
export function findScenarioVersion(
  tx: Tx,
  { workspaceId, scenarioId, version }: { workspaceId: string; scenarioId: string; version?: number | undefined },
) {
  return tx
    .selectFrom("scenario as s")
    .innerJoin("scenario_version as v", (join) => join.onRef("v.workspace_id", "=", "s.workspace_id").onRef("v.scenario_id", "=", "s.id"))
    .select([
      "s.id",
      "s.head_version as headVersion",
      "s.archived_at as archivedAt",
      "v.version",
      "v.document",
      "v.audit_id as auditId",
      "v.notes",
      "v.saved_by as savedBy",
      "v.saved_at as savedAt",
    ])
    .where("s.workspace_id", "=", workspaceId)
    .where("s.id", "=", scenarioId)
    .$if(version === undefined, (query) => query.whereRef("v.version", "=", "s.head_version"))
    .$if(version !== undefined, (query) => query.where("v.version", "=", version ?? 0))
    .executeTakeFirst();
}

/** The versions of a scenario without their documents, newest first. */
export function listScenarioVersions(
  tx: Tx,
  { workspaceId, scenarioId, limit }: { workspaceId: string; scenarioId: string; limit: number },
) {
  return tx
    .selectFrom("scenario_version")
    .select(["version", "changes", "saved_by as savedBy", "saved_at as savedAt"])
    .where("workspace_id", "=", workspaceId)
    .where("scenario_id", "=", scenarioId)
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
}
