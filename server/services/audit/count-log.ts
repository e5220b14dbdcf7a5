import type { AuditedLog } from "#db/queries/audit-events.ts";
import { listAuditBatches, lockAuditState } from "#db/queries/audit-totals.ts";
import { listEventSources } from "#db/queries/event-sources.ts";
import { countEvents } from "#db/queries/events.ts";
import type { JobContext } from "#server/context.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import type { Totals } from "#server/domain/audit/totals.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import type { AuditSettings } from "./audit-settings.ts";
import { mergeBlocks, packLog } from "./pack-log.ts";
import { beginRebuild, continueRebuild, RebuildProgress } from "./rebuild-totals.ts";
import { StoredView, viewOf } from "./stored-totals.ts";
import { updateTotals } from "./update-totals.ts";

type CountContext = Pick<JobContext, "store" | "workspaceId" | "now" | "newId">;
type Tx = Parameters<typeof lockAuditState>[0];

/** Counting new events one by one costs some five times as much an event as counting the whole log in its order. */
const REBUILD_SHARE = 0.2;
const FEW_EVENTS = 50_000;

/** Counts the whole log where there are no totals to go on from, or goes on with a rebuild that has begun. */
export async function rebuildWhereNeeded(
  context: CountContext,
  settings: AuditSettings,
  progress: Pick<JobProgress, "report">,
): Promise<void> {
  const { rebuilding, begun, eventsTotal } = await context.store.within({ workspaceId: context.workspaceId }, (tx) =>
    prepareTotals(tx, context, settings),
  );
  if (!rebuilding) return;
  await packLog(context, progress, { eventsTotal });
  if (begun) await mergeBlocks(context);
  await continueRebuild(context, settings, (events) =>
    progress.report({ rowsDone: Math.min(events, 2 * eventsTotal - 1), rowsTotal: 2 * eventsTotal, message: "Reading the event log" }),
  );
}

async function prepareTotals(
  tx: Tx,
  context: CountContext,
  settings: AuditSettings,
): Promise<{ rebuilding: boolean; begun: boolean; eventsTotal: number }> {
  const { workspaceId } = context;
  const state = await lockAuditState(tx, { workspaceId });
  const fresh = (await listAuditBatches(tx, { workspaceId })).reduce((sum, { events }) => sum + events, 0);
  const known = state !== undefined && state.fingerprint === settings.fingerprint;
  const complete = known && state.progress === null;
  if (complete && fresh <= FEW_EVENTS) return { rebuilding: false, begun: false, eventsTotal: fresh };
  const eventsTotal = await countEvents(tx, { workspaceId });
  // A rebuild that an older version began told its progress in other words: it begins anew.
  if (known && RebuildProgress.safeParse(state.progress).success) return { rebuilding: true, begun: false, eventsTotal };
  if (complete && fresh <= REBUILD_SHARE * eventsTotal) return { rebuilding: false, begun: false, eventsTotal };
  await beginRebuild(tx, context, settings);
  return { rebuilding: true, begun: true, eventsTotal };
}

/**
 * Counts what was delivered since the last audit, in the transaction of the caller, who holds the totals from then on.
 *
 * @returns the totals of all that is counted, without variants and cases with decisions, and the log as it is counted now
 * @throws when the totals were forgotten since rebuildWhereNeeded
 */
export async function countNew(
  tx: Tx,
  { store, workspaceId, now }: CountContext,
  settings: AuditSettings,
): Promise<{ log: AuditedLog; totals: Totals; view: AuditView }> {
  const state = await lockAuditState(tx, { workspaceId });
  if (!state || state.progress !== null) throw new Error("The totals were forgotten meanwhile: the job begins again.");
  const consuming = (await listAuditBatches(tx, { workspaceId })).map(({ batch }) => batch);
  const withAttributes = (await listEventSources(tx, { workspaceId })).length > 1;
  const log: AuditedLog = { workspaceId, consuming, withAttributes, until: null, definitions: settings.count.definitions };
  const totals = await updateTotals({ tx, store }, log, { settings, view: viewOf(StoredView.parse(state.view)), now: now() });
  const after = await lockAuditState(tx, { workspaceId });
  return { log: { ...log, consuming: [] }, totals, view: viewOf(StoredView.parse(after?.view)) };
}
