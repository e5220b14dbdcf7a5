import type { AuditedLog } from "#db/queries/audit-events.ts";
import { listAuditBatches } from "#db/queries/audit-totals.ts";
import { blankView, type AuditView } from "#server/domain/audit/audit-in-depth.ts";
import type { AuditSettings } from "./audit-settings.ts";
import { StoredView, viewOf } from "./stored-totals.ts";

/** All of a workspace's log, what no audit has counted yet with it: for who reads single events of it. */
export async function wholeLog(
  tx: Parameters<typeof listAuditBatches>[0],
  { workspaceId, count }: { workspaceId: string; count: Pick<AuditSettings["count"], "definitions"> },
): Promise<AuditedLog> {
  const consuming = (await listAuditBatches(tx, { workspaceId })).map(({ batch }) => batch);
  return { workspaceId, consuming, withAttributes: false, until: null, definitions: count.definitions };
}

/** What the newest audit thought of the accounts; only what people said where there was none yet. @param stored as findAuditView has it */
export const viewFrom = (stored: unknown, kindsSaid: AuditView["kindsSaid"]): AuditView =>
  stored === undefined ? blankView(kindsSaid) : { ...viewOf(StoredView.parse(stored)), kindsSaid };
