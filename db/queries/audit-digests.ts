import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type In = { workspaceId: string };

/** Keeps a digest; the audit that has one keeps it. @returns whether it was new */
export async function insertAuditDigest(
  tx: Tx,
  { workspaceId, auditId, beforeAuditId, body, now }: In & { auditId: string; beforeAuditId: string; body: object; now: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("audit_digest")
    .values({ workspace_id: workspaceId, audit_id: auditId, before_audit_id: beforeAuditId, body: JSON.stringify(body), created_at: now })
    .onConflict((conflict) => conflict.columns(["workspace_id", "audit_id"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateDigestMailed(tx: Tx, { workspaceId, auditId, now }: In & { auditId: string; now: Date }): Promise<void> {
  await tx
    .updateTable("audit_digest")
    .set({ mailed_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("audit_id", "=", auditId)
    .execute();
}

/** The newest digest. */
export function findNewestDigest(tx: Tx, { workspaceId }: In) {
  return tx
    .selectFrom("audit_digest")
    .select(["audit_id as auditId", "before_audit_id as beforeAuditId", "body", "created_at as createdAt", "mailed_at as mailedAt"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The newest audit that was made at a time or before. */
export function findAuditBefore(tx: Tx, { workspaceId, at }: In & { at: Date }) {
  return tx
    .selectFrom("audit_snapshot")
    .select(["id", "computed_at as computedAt", "report"])
    .where("workspace_id", "=", workspaceId)
    .where("computed_at", "<=", at)
    .orderBy("computed_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Alarms raised after a time that the newest audit still sees, dismissed or not, the largest rise first. */
export function listAlarmsSince(tx: Tx, { workspaceId, since }: In & { since: Date }) {
  return tx
    .selectFrom("creep_alarm")
    .select(["workflow", "activity", "usual_a_week as usualAWeek", "present_a_week as presentAWeek"])
    .where("workspace_id", "=", workspaceId)
    .where("raised_at", ">", since)
    .where("withdrawn_at", "is", null)
    .orderBy(sql`present_a_week - usual_a_week`, "desc")
    .orderBy("id")
    .execute();
}
