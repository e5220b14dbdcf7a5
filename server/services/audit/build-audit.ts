import { insertAuditDetails } from "#db/queries/audit-details.ts";
import { insertAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { insertAuditWatch } from "#db/queries/audit-watches.ts";
import { insertCreepAlarms, type NewCreepAlarm } from "#db/queries/creep-alarms.ts";
import { countEvents, eachEventPage } from "#db/queries/events.ts";
import { findLoadedRate } from "#db/queries/loaded-rates.ts";
import { listTimedSamples } from "#db/queries/timed-samples.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { JobContext } from "#server/context.ts";
import { auditInDepth, type AuditInDepth } from "#server/domain/audit/audit-in-depth.ts";
import type { WorkflowDetail } from "#server/domain/audit/workflow-detail.ts";
import { officeHours } from "#server/domain/effort/work-calendar.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { AppError } from "#server/errors.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { AuditReport } from "./audit-report.ts";
import { loadWorkflows } from "../workflows/workflow-definition.ts";
import { pseudonym } from "./pseudonym.ts";
import { WorkflowReport } from "./workflow-report.ts";

const SHOWN_HANDOVERS = 200;
// An activity that was told of is not told of again within eight weeks: by then there is a new usual level to compare with.
const QUIET_DAYS = 56;
const DAY_MS = 86_400_000;
// Half a kilobyte of attributes an event: beyond this they would need more memory than a worker should take.
const MOST_EVENTS_WITH_ATTRIBUTES = 1_000_000;
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
  const { store, workspaceId, now, settings, newId } = context;
  const name = (actor: string) => pseudonym(settings.secret, workspaceId, actor);
  const scope = { workspaceId };
  const { events, workspace, rate, timedSamples, kindsSaid, definitions } = await readLog(context, progress);
  if (!workspace) throw new AppError("NOT_FOUND", "The workspace is not there any more.");

  const found = auditInDepth(events, {
    calendar: officeHours(workspace.timeZone),
    loadedRate: { minorPerHour: rate.minorAnHour, currency: workspace.currency },
    timedSamples,
    kindsSaid,
    definitions,
    nowMs: now().getTime(),
  });
  const shownRate = {
    minorPerHour: rate.minorAnHour,
    currency: workspace.currency,
    evidence: rate.class,
    note: rate.source ?? "entered under Settings, Loaded rates",
  };
  const report = AuditReport.parse({
    ...found.audit,
    handovers: found.audit.handovers.slice(0, SHOWN_HANDOVERS).map(({ from, to, count }) => ({ from: name(from), to: name(to), count })),
    rate: shownRate,
    timeZone: workspace.timeZone,
    ...underPseudonyms(found, name),
  });
  const details = [...found.details].map(([workflow, detail]) => ({ workflow, body: workflowReport(found, workflow, detail, name) }));
  const { from, to } = span(events, now());
  const snapshot = { workspaceId, id: jobRunId, computedAt: now(), from, to, eventCount: events.length, report, jobRunId };
  await store.within(scope, async (tx) => {
    await insertAuditSnapshot(tx, snapshot);
    await insertAuditDetails(tx, { workspaceId, auditId: jobRunId, details });
    await insertAuditWatch(tx, { workspaceId, now: now() });
    await insertCreepAlarms(tx, { workspaceId, auditId: jobRunId, now: now(), quietDays: QUIET_DAYS, alarms: alarmsOf(found, newId) });
  });
  return { eventCount: events.length };
}

function readLog({ store, workspaceId }: JobContext, progress: JobProgress) {
  return store.within({ workspaceId }, async (tx) => {
    const events: OpsEvent[] = [];
    const { definitions } = await loadWorkflows(tx, { workspaceId });
    const rowsTotal = await countEvents(tx, { workspaceId });
    const withAttributes = rowsTotal <= MOST_EVENTS_WITH_ATTRIBUTES;
    for await (const page of eachEventPage(tx, { workspaceId, definitions, withAttributes })) {
      for (const event of page) events.push(event);
      await progress.report({ rowsDone: events.length, rowsTotal, message: "Reading the event log" });
    }
    return {
      events,
      workspace: await findWorkspace(tx, { workspaceId }),
      rate: (await findLoadedRate(tx, { workspaceId, role: "default" })) ?? FALLBACK_RATE,
      timedSamples: await listTimedSamples(tx, { workspaceId }),
      kindsSaid: new Map((await listActorKinds(tx, { workspaceId })).map(({ actor, kind }) => [actor, kind])),
      definitions,
    };
  });
}

function alarmsOf({ creep }: AuditInDepth, newId: () => string): NewCreepAlarm[] {
  return creep.map(({ workflow, activity, sinceDay, usualAWeek, presentAWeek, chance }) => ({
    id: newId(),
    workflow: workflow ?? "",
    activity,
    since: new Date(sinceDay * DAY_MS).toISOString().slice(0, 10),
    usualAWeek,
    presentAWeek,
    chance,
  }));
}

type Name = (actor: string) => string;

/** Accounts stand in the order of their pseudonyms, so that no list of people comes about by how much they do. */
function underPseudonyms({ bots, quality, rankRanges, quadrants, ranks, teamHandoffs, doubleEntries, roles }: AuditInDepth, name: Name) {
  const hiddenBots = bots
    .map(({ actor, touches, reasons }) => ({ account: name(actor), touches, reasons }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));
  return { hiddenBots, quality, rankRanges, quadrants, ranks, teamHandoffs, doubleEntries, roles };
}

function workflowReport({ decisions }: AuditInDepth, workflow: string, detail: WorkflowDetail, name: Name): WorkflowReport {
  const decision = decisions.get(workflow);
  return WorkflowReport.parse({
    ...detail,
    handoffs: { ...detail.handoffs, rows: detail.handoffs.rows.map(({ from, to, count }) => ({ from: name(from), to: name(to), count })) },
    decisions: decision
      ? { ...decision.definition, decided: decision.decided, withFacts: decision.withFacts, mining: decision.mining }
      : null,
  });
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
