import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type NewAuditSnapshot = {
  workspaceId: string;
  id: string;
  computedAt: Date;
  from: Date;
  to: Date;
  eventCount: number;
  report: object;
  jobRunId: string | null;
  /** The day whose end the log was cut at, ISO; null or left out: all that there was. */
  asOf?: string | null;
};

export async function insertAuditSnapshot(tx: Tx, snapshot: NewAuditSnapshot): Promise<void> {
  await tx
    .insertInto("audit_snapshot")
    .values({
      workspace_id: snapshot.workspaceId,
      id: snapshot.id,
      computed_at: snapshot.computedAt,
      from_at: snapshot.from,
      to_at: snapshot.to,
      event_count: snapshot.eventCount,
      report: JSON.stringify(snapshot.report),
      job_run_id: snapshot.jobRunId,
      as_of: snapshot.asOf ?? null,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing())
    .execute();
}

export type SnapshotAsked = {
  workspaceId: string;
  id?: string | undefined;
  /** ISO: the log as it stood at the end of this day. */
  day?: string | undefined;
};

/** The newest audit of the whole log, or of what had ended by the end of a day, or the one of that id; undefined when none was made. */
export function findAuditSnapshot(tx: Tx, { workspaceId, id, day }: SnapshotAsked) {
  return tx
    .selectFrom("audit_snapshot")
    .select([
      "id",
      "computed_at as computedAt",
      "from_at as from",
      "to_at as to",
      "event_count as eventCount",
      "report",
      sql<string | null>`as_of::text`.as("asOf"),
    ])
    .where("workspace_id", "=", workspaceId)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .$if(day !== undefined, (query) => query.where("as_of", "=", sql<Date>`${day ?? ""}::date`))
    .$if(id === undefined && day === undefined, (query) => query.where("as_of", "is", null))
    .orderBy("computed_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The audits that were made, those of past days among them, newest first, without what they found; at most `limit`. */
export function listAuditSnapshots(tx: Tx, { workspaceId, limit }: { workspaceId: string; limit: number }) {
  return tx
    .selectFrom("audit_snapshot")
    .select([
      "id",
      "computed_at as computedAt",
      "from_at as from",
      "to_at as to",
      "event_count as eventCount",
      sql<string | null>`as_of::text`.as("asOf"),
    ])
    .where("workspace_id", "=", workspaceId)
    .orderBy("computed_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
