import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { countEvents } from "#db/queries/events.ts";
import { listJobRuns } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";
import { AuditReport } from "./audit-report.ts";

/** asOf: the day at whose end the log was cut, ISO; null: all that there was. */
export type Snapshot = { id: string; computedAt: Date; from: Date; to: Date; eventCount: number; report: AuditReport; asOf: string | null };

export type AuditAnswer = {
  audit: Snapshot | null;
  /** A job that is importing or auditing at this moment: what it changes is not in the audit yet. */
  runningJobId: string | null;
  /** Events in the log now; more than the audit rests on when some came in since. */
  eventsInLog: number;
};

const OPEN = ["waiting", "running", "retrying"] as const;

/** The newest audit of the workspace, or the newest as of the end of a day, or the one of that id; null when none was made. */
export async function getAudit(
  { store, workspaceId }: Context,
  { auditId, day }: { auditId?: string | undefined; day?: string | undefined },
): Promise<AuditAnswer> {
  const { snapshot, running, eventsInLog } = await store.within({ workspaceId }, async (tx) => ({
    // Jobs first: one that ends between the two has left its audit by then. The other way round neither would be seen.
    running: await listJobRuns(tx, { workspaceId, limit: 1, states: [...OPEN] }),
    snapshot: await findAuditSnapshot(tx, { workspaceId, id: auditId, day }),
    eventsInLog: await countEvents(tx, { workspaceId }),
  }));
  return {
    audit: snapshot ? { ...snapshot, report: AuditReport.parse(snapshot.report) } : null,
    runningJobId: running[0]?.id ?? null,
    eventsInLog,
  };
}
