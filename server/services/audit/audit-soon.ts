import type { Tx } from "#db/client.ts";
import { lockWaitingAudit } from "#db/queries/waiting-audits.ts";
import type { Actor, Services } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";

/**
 * Sees to it that an audit begins after the rows of this transaction are written: one that waits already will read them, otherwise
 * a new one is enqueued. One that is running has read its rows before, and does not count.
 */
export async function auditSoon(
  context: Pick<Services, "queue" | "newId"> & { workspaceId: string; actor: Actor },
  tx: Tx,
  { title = "Audit the event log" }: { title?: string } = {},
): Promise<void> {
  const waiting = await lockWaitingAudit(tx, { workspaceId: context.workspaceId });
  if (!waiting) await startJob(context, tx, { name: "build-audit", title, payload: {} });
}
