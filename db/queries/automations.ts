import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type OfAutomation = { workspaceId: string; automationId: string };

const columns = [
  "id",
  "playbook",
  "name",
  "stage",
  "stage_since as stageSince",
  "version",
  "paused_at as pausedAt",
  "settings",
  "created_at as createdAt",
] as const;

/** By name. */
export function listAutomations(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx.selectFrom("automation").select(columns).where("workspace_id", "=", workspaceId).orderBy("name").orderBy("id").execute();
}

export function findAutomation(tx: Tx, { workspaceId, automationId }: OfAutomation) {
  return tx
    .selectFrom("automation")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", automationId)
    .executeTakeFirst();
}

/** As findAutomation; nobody else changes it until the transaction ends. */
export function lockAutomation(tx: Tx, { workspaceId, automationId }: OfAutomation) {
  return tx
    .selectFrom("automation")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", automationId)
    .forUpdate()
    .executeTakeFirst();
}

export type NewAutomation = {
  workspaceId: string;
  id: string;
  playbook: string;
  name: string;
  settings: object;
  createdBy: object;
  now: Date;
};

/** Adds an automation as a draft. Undefined when the workspace already has one of this playbook that is not retired. */
export async function insertAutomation(
  tx: Tx,
  { workspaceId, id, playbook, name, settings, createdBy, now }: NewAutomation,
): Promise<string | undefined> {
  const row = await tx
    .insertInto("automation")
    .values({
      workspace_id: workspaceId,
      id,
      playbook,
      name,
      stage_since: now,
      settings: JSON.stringify(settings),
      created_by: JSON.stringify(createdBy),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "playbook"]).where("stage", "<>", "retired").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

export async function updateAutomation(
  tx: Tx,
  {
    workspaceId,
    automationId,
    change,
  }: OfAutomation & {
    change: Partial<{ stage: string; stageSince: Date; version: number; pausedAt: Date | null; settings: object }>;
  },
): Promise<void> {
  await tx
    .updateTable("automation")
    .set({
      ...(change.stage === undefined ? {} : { stage: change.stage }),
      ...(change.stageSince === undefined ? {} : { stage_since: change.stageSince }),
      ...(change.version === undefined ? {} : { version: change.version }),
      ...(change.pausedAt === undefined ? {} : { paused_at: change.pausedAt }),
      ...(change.settings === undefined ? {} : { settings: JSON.stringify(change.settings) }),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", automationId)
    .execute();
}

export type NewRules = OfAutomation & {
  version: number;
  rules: object;
  tests: object;
  note: string;
  engine: string;
  learned: object | null;
  madeBy: object;
  now: Date;
};

/** A version is written once and never changed. */
export async function insertAutomationVersion(tx: Tx, row: NewRules): Promise<void> {
  await tx
    .insertInto("automation_version")
    .values({
      workspace_id: row.workspaceId,
      automation_id: row.automationId,
      version: row.version,
      rules: JSON.stringify(row.rules),
      tests: JSON.stringify(row.tests),
      note: row.note,
      engine: row.engine,
      learned: row.learned === null ? null : JSON.stringify(row.learned),
      made_by: JSON.stringify(row.madeBy),
      made_at: row.now,
    })
    .execute();
}

export function findAutomationVersion(tx: Tx, { workspaceId, automationId, version }: OfAutomation & { version: number }) {
  return tx
    .selectFrom("automation_version")
    .select(["version", "rules", "tests", "note", "engine", "learned", "made_by as madeBy", "made_at as madeAt"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where("version", "=", version)
    .executeTakeFirst();
}

/** Newest first, without the rules themselves. */
export function listAutomationVersions(tx: Tx, { workspaceId, automationId }: OfAutomation) {
  return tx
    .selectFrom("automation_version")
    .select([
      "version",
      "note",
      "engine",
      "learned",
      "made_by as madeBy",
      "made_at as madeAt",
      sql<number>`jsonb_array_length(rules->'rows')`.as("rows"),
    ])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .orderBy("version", "desc")
    .execute();
}

/** Versions that were learned from people's decisions, with their rules, newest first. */
export function listLearnedVersions(tx: Tx, { workspaceId, automationId, limit }: OfAutomation & { limit: number }) {
  return tx
    .selectFrom("automation_version")
    .select(["rules", "learned"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where("learned", "is not", null)
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
}

export async function newestAutomationVersion(tx: Tx, { workspaceId, automationId }: OfAutomation): Promise<number> {
  const row = await tx
    .selectFrom("automation_version")
    .select((eb) => eb.fn.max("version").as("version"))
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export type NewStageChange = OfAutomation & {
  id: string;
  version: number;
  from: string;
  to: string;
  what: "stage" | "pause" | "resume" | "settings";
  reason: string;
  evidence: object | null;
  actor: object;
  now: Date;
};

export async function insertStageChange(tx: Tx, row: NewStageChange): Promise<void> {
  await tx
    .insertInto("automation_stage_change")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      automation_id: row.automationId,
      version: row.version,
      from_stage: row.from,
      to_stage: row.to,
      what: row.what,
      reason: row.reason,
      evidence: row.evidence === null ? null : JSON.stringify(row.evidence),
      actor: JSON.stringify(row.actor),
      at: row.now,
    })
    .execute();
}

/** Newest first. */
export function listStageChanges(tx: Tx, { workspaceId, automationId }: OfAutomation) {
  return tx
    .selectFrom("automation_stage_change")
    .select(["id", "version", "from_stage as from", "to_stage as to", "what", "reason", "evidence", "actor", "at"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
}

/** Every change of stage of every automation, in order of time. */
export function listStageMoves(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("automation_stage_change")
    .select(["automation_id as automationId", "to_stage as to", "at"])
    .where("workspace_id", "=", workspaceId)
    .where("what", "=", "stage")
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** Automations that are paused, each with who paused it last and why. */
export async function listPauses(
  tx: Tx,
  { workspaceId }: { workspaceId: string },
): Promise<{ automationId: string; pausedAt: Date; actor: unknown; reason: string }[]> {
  const rows = await tx
    .selectFrom("automation as m")
    .innerJoin("automation_stage_change as c", (join) =>
      join.onRef("c.workspace_id", "=", "m.workspace_id").onRef("c.automation_id", "=", "m.id").on("c.what", "=", "pause"),
    )
    .distinctOn("m.id")
    .select(["m.id as automationId", "m.paused_at as pausedAt", "c.actor", "c.reason"])
    .where("m.workspace_id", "=", workspaceId)
    .where("m.paused_at", "is not", null)
    .orderBy("m.id")
    .orderBy("c.at", "desc")
    .orderBy("c.id", "desc")
    .execute();
  return rows.flatMap(({ pausedAt, ...row }) => (pausedAt === null ? [] : [{ ...row, pausedAt }]));
}

/** The switch that stops every automation of the workspace; undefined before it was first used. */
export function findControl(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("automation_control")
    .select(["stopped_at as stoppedAt", "reason", "actor"])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
}

export async function upsertControl(
  tx: Tx,
  { workspaceId, stoppedAt, reason, actor }: { workspaceId: string; stoppedAt: Date | null; reason: string; actor: object },
): Promise<void> {
  const row = { stopped_at: stoppedAt, reason, actor: JSON.stringify(actor) };
  await tx
    .insertInto("automation_control")
    .values({ workspace_id: workspaceId, ...row })
    .onConflict((conflict) => conflict.column("workspace_id").doUpdateSet(row))
    .execute();
}

/** Workspaces with an automation that decides on live cases. Needs the scope `sweep`. */
export async function listWorkspacesWithAutomations(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("automation")
    .select("workspace_id as workspaceId")
    .distinct()
    .where("stage", "in", ["shadow", "approve", "auto"])
    .where("paused_at", "is", null)
    .orderBy("workspace_id")
    .execute();
  return rows.map(({ workspaceId }) => workspaceId);
}

/** Whether any automation of the workspace decides on live cases now. */
export async function hasAutomationAtWork(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<boolean> {
  const row = await tx
    .selectFrom("automation")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("stage", "in", ["shadow", "approve", "auto"])
    .where("paused_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
