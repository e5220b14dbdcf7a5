import { insertAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { countEvents, eachEventPage } from "#db/queries/events.ts";
import { findLoadedRate } from "#db/queries/loaded-rates.ts";
import { listTimedSamples } from "#db/queries/timed-samples.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { JobContext } from "#server/context.ts";
import { auditLog } from "#server/domain/audit/audit-log.ts";
import { officeHours } from "#server/domain/effort/work-calendar.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { AppError } from "#server/errors.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { AuditReport } from "./audit-report.ts";
import { pseudonym } from "./pseudonym.ts";

const SHOWN_HANDOVERS = 200;
// Class assumed: the rate of the product's own example, until the workspace states its own.
const FALLBACK_RATE = { minorAnHour: 3500, class: "assumed", source: "no rate is set, so 35.00 an hour is assumed" };

/**
 * Reads the workspace's event log, measures it and keeps the result as a snapshot.
 * The snapshot takes the id of its job, so a job that runs twice keeps one.
 *
 * @returns how many events it rests on
 * @throws AppError NOT_FOUND when the workspace is gone
 */
export async function buildAudit(
  context: JobContext,
  { jobRunId }: { jobRunId: string },
  progress: JobProgress,
): Promise<{ eventCount: number }> {
  const { store, workspaceId, now, settings } = context;
  const name = (actor: string) => pseudonym(settings.secret, workspaceId, actor);
  const scope = { workspaceId };
  const events: OpsEvent[] = [];
  const { workspace, rate, timedSamples } = await store.within(scope, async (tx) => {
    const rowsTotal = await countEvents(tx, { workspaceId });
    for await (const page of eachEventPage(tx, { workspaceId })) {
      for (const event of page) events.push(event);
      await progress.report({ rowsDone: events.length, rowsTotal, message: "Reading the event log" });
    }
    return {
      workspace: await findWorkspace(tx, { workspaceId }),
      rate: (await findLoadedRate(tx, { workspaceId, role: "default" })) ?? FALLBACK_RATE,
      timedSamples: await listTimedSamples(tx, { workspaceId }),
    };
  });
  if (!workspace) throw new AppError("NOT_FOUND", "The workspace is not there any more.");

  const audit = auditLog(events, {
    calendar: officeHours(workspace.timeZone),
    loadedRate: { minorPerHour: rate.minorAnHour, currency: workspace.currency },
    timedSamples,
  });
  const report = AuditReport.parse({
    ...audit,
    handovers: audit.handovers.slice(0, SHOWN_HANDOVERS).map(({ from, to, count }) => ({ from: name(from), to: name(to), count })),
    rate: {
      minorPerHour: rate.minorAnHour,
      currency: workspace.currency,
      evidence: rate.class,
      note: rate.source ?? "entered under Settings, Loaded rates",
    },
    timeZone: workspace.timeZone,
  });
  const { from, to } = span(events, now());
  const snapshot = { workspaceId, id: jobRunId, computedAt: now(), from, to, eventCount: events.length, report, jobRunId };
  await store.within(scope, (tx) => insertAuditSnapshot(tx, snapshot));
  return { eventCount: events.length };
}

function span(events: readonly OpsEvent[], ifEmpty: Date): { from: Date; to: Date } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { endedAtMs } of events) {
    if (endedAtMs < least) least = endedAtMs;
    if (endedAtMs > most) most = endedAtMs;
  }
  return events.length === 0 ? { from: ifEmpty, to: ifEmpty } : { from: new Date(least), to: new Date(most) };
}
