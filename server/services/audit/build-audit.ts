import { insertAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { countEvents, eachEventPage } from "#db/queries/events.ts";
import type { JobContext } from "#server/context.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";

/** Reads the workspace's event log, measures it and keeps the result as a snapshot. */
export async function buildAudit({ store, workspaceId, now }: JobContext, { jobRunId }: { jobRunId: string }, progress: JobProgress) {
  const scope = { workspaceId };
  const events: OpsEvent[] = [];
  await store.within(scope, async (tx) => {
    const rowsTotal = await countEvents(tx, { workspaceId });
    for await (const page of eachEventPage(tx, { workspaceId })) {
      for (const event of page) events.push(event);
      await progress.report({ rowsDone: events.length, rowsTotal });
    }
  });
  const computedAt = now();
  const times = events.map(({ endedAtMs }) => endedAtMs);
  const from = new Date(times.reduce((least, ms) => Math.min(least, ms), computedAt.getTime()));
  const to = new Date(times.reduce((most, ms) => Math.max(most, ms), 0));
  // The snapshot takes the id of its job: a job that runs twice keeps one snapshot.
  await store.within(scope, (tx) =>
    insertAuditSnapshot(tx, { workspaceId, id: jobRunId, computedAt, from, to, eventCount: events.length, report: {}, jobRunId }),
  );
  return { eventCount: events.length };
}
