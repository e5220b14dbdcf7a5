import { insertAuditDetails } from "#db/queries/audit-details.ts";
import { eventsOfCases, spanOfLog, type AuditedLog } from "#db/queries/audit-events.ts";
import { insertAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listAuditBatches, listPartNames, listTopVariants } from "#db/queries/audit-totals.ts";
import { insertAuditWatch } from "#db/queries/audit-watches.ts";
import { insertCreepAlarms, withdrawCreepAlarms, type NewCreepAlarm } from "#db/queries/creep-alarms.ts";
import { deliveriesOfSources } from "#db/queries/event-deliveries.ts";
import { countEvents } from "#db/queries/events.ts";
import { isAnyJobOpen } from "#db/queries/job-runs.ts";
import type { JobContext } from "#server/context.ts";
import {
  decide,
  decidedCases,
  decisionsOf,
  depthOfTotals,
  MINED_DECISIONS,
  type AuditInDepth,
  type AuditView,
  type Beside,
  type DecisionsFound,
} from "#server/domain/audit/audit-in-depth.ts";
import { localParts, localToUtcMs, zoneClock } from "#server/domain/event-log/time-zone.ts";
import { decidedParts } from "#server/domain/audit/case-totals.ts";
import { partsOf, rowsOf, type Totals } from "#server/domain/audit/totals.ts";
import { pathOf, SHOWN_VARIANTS, variantCounts, type WorkflowDetail } from "#server/domain/audit/workflow-detail.ts";
import { withKind } from "#server/domain/event-log/classified-log.ts";
import { compareEvents } from "#server/domain/event-log/event.ts";
import type { JobName } from "#server/queue.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { AuditReport } from "./audit-report.ts";
import { readAuditSettings, type AuditSettings } from "./audit-settings.ts";
import { ratesOfReport } from "./rates-of-report.ts";
import { pseudonym } from "./pseudonym.ts";
import { countNew, rebuildWhereNeeded } from "./count-log.ts";
import { packLog } from "./pack-log.ts";
import { readParts } from "./stored-totals.ts";
import { timedInputs } from "./timed-inputs.ts";
import { totalsOfDay } from "./totals-of-day.ts";
import { WorkflowReport } from "./workflow-report.ts";

const SHOWN_HANDOVERS = 200;
// Four weeks tell how a source delivers now; of a log of years the rest is past.
const LATE_DAYS = 28;
// An activity that was told of is not told of again within eight weeks: by then there is a new usual level to compare with.
const QUIET_DAYS = 56;
/** While it goes on, the log holds a part of what a connection will bring. */
const FILLING = ["sync-connection"] as const satisfies readonly JobName[];

/**
 * Audits the workspace's event log and keeps the result as a snapshot. Only what is new since the last audit is read; the whole log is
 * where nothing was counted yet, or what is counted has changed (time zone, what a workflow decides, an erased source).
 * The snapshot takes the id of its job, so a job that runs twice keeps one.
 *
 * @returns how many events it rests on
 * @throws AppError NOT_FOUND when the workspace is gone
 */
export async function buildAudit(
  context: AuditContext,
  { jobRunId, day }: { jobRunId: string; day?: string | undefined },
  progress: JobProgress,
): Promise<{ eventCount: number }> {
  if (day !== undefined) return auditOfDay(context, { jobRunId, day }, progress);
  const { store, workspaceId } = context;
  const scope = { workspaceId };
  const settings = await store.within(scope, (tx) => readAuditSettings(tx, scope));
  await rebuildWhereNeeded(context, settings, progress);
  const measured = await store.within(scope, (tx) => countAndMeasure(tx, context, settings));
  await keep(context, { jobRunId, asOf: null, settings, ...measured });
  return { eventCount: measured.eventCount };
}

const DAY_MS = 86_400_000;

/** As buildAudit, of what had ended by the end of a past day. All of it is read, and the totals of the whole log stay as they are. */
async function auditOfDay(
  context: AuditContext,
  { jobRunId, day }: { jobRunId: string; day: string },
  progress: JobProgress,
): Promise<{ eventCount: number }> {
  const { store, workspaceId } = context;
  const scope = { workspaceId };
  const settings = await store.within(scope, (tx) => readAuditSettings(tx, scope));
  const until = new Date(localToUtcMs(Date.parse(day) + DAY_MS, settings.timeZone));
  const { eventsTotal, consuming } = await store.within(scope, async (tx) => ({
    eventsTotal: await countEvents(tx, scope),
    consuming: (await listAuditBatches(tx, scope)).map(({ batch }) => batch),
  }));
  const log: AuditedLog = { workspaceId, consuming, withAttributes: false, until, definitions: settings.count.definitions };
  await packLog(context, progress, { eventsTotal });
  const { totals, view } = await totalsOfDay(context, log, settings, (events) =>
    progress.report({
      rowsDone: Math.min(events, 2 * eventsTotal - 1),
      rowsTotal: 2 * eventsTotal,
      message: `Reading the log until ${day}`,
    }),
  );
  const days = (workflow: string) =>
    partsOf(totals, decidedParts(workflow))
      .toReversed()
      .map((part) => () => Promise.resolve(rowsOf(totals, part)));
  const measured = await store.within(scope, (tx) =>
    measure(tx, log, { settings, totals, view, now: until, days, variantsOf: (workflow) => variantCounts(totals, workflow) }),
  );
  await keep(context, { jobRunId, asOf: day, settings, ...measured });
  return { eventCount: measured.eventCount };
}

/** What an audit takes of a job's context. */
export type AuditContext = Pick<JobContext, "store" | "workspaceId" | "now" | "newId"> & {
  settings: Pick<JobContext["settings"], "secret">;
};

type Tx = Parameters<typeof insertAuditSnapshot>[0];

type Measured = {
  found: AuditInDepth;
  priced: ReturnType<typeof ratesOfReport>;
  eventCount: number;
  fromMs: number | null;
  endMs: number | null;
};

async function countAndMeasure(tx: Tx, context: AuditContext, settings: AuditSettings): Promise<Measured> {
  const { workspaceId, now } = context;
  const { log, totals, view } = await countNew(tx, context, settings);
  const variants = await listTopVariants(tx, { workspaceId, limit: SHOWN_VARIANTS });
  const variantsOf = (workflow: string) => {
    const own = variants.find((row) => row.workflow === workflow);
    return { count: own?.count ?? 0, top: (own?.top ?? []).map(({ path, cases }) => ({ path: pathOf(path), cases })) };
  };
  const days = async (workflow: string) =>
    (await listPartNames(tx, { workspaceId, prefix: decidedParts(workflow) })).map(
      (part) => async () => rowsOf(await readParts(tx, workspaceId, { parts: [part] }), part),
    );
  return measure(tx, log, { settings, totals, view, now: now(), days, variantsOf });
}

/** A day's cases with decisions, read when it is wanted. */
type Day = () => Promise<[caseId: string, row: readonly number[]][]>;

type Measurable = {
  settings: AuditSettings;
  totals: Totals;
  view: AuditView;
  now: Date;
  /** Newest first. */
  days: (workflow: string) => Day[] | Promise<Day[]>;
  variantsOf: Beside["variantsOf"];
};

async function measure(tx: Tx, log: AuditedLog, measurable: Measurable): Promise<Measured> {
  const { settings, totals, view, now, variantsOf } = measurable;
  const span = await spanOfLog(tx, log, { now });
  const nowMs = now.getTime();
  const beside: Beside = {
    endMs: span.to?.getTime() ?? nowMs,
    inFuture: span.inFuture,
    ...(await deliveriesOfSources(tx, { workspaceId: log.workspaceId, until: now, days: LATE_DAYS })),
    decisions: await mineAll(tx, log, measurable),
    variantsOf,
  };
  const { timedSamples, linked } = await timedInputs(tx, log, { settings, view });
  // An audit of a past day is made as of the midnight after it, and priced as on that day.
  const lastDay = localParts(nowMs - 1, zoneClock(settings.timeZone)).day;
  const priced = ratesOfReport(settings, new Date(lastDay * DAY_MS).toISOString().slice(0, 10));
  const options = { ...settings.count, ...priced.options, timedSamples, kindsSaid: settings.kindsSaid, nowMs };
  const found = depthOfTotals(totals, beside, options, linked);
  return { found, priced, eventCount: found.audit.total.events, fromMs: span.from?.getTime() ?? null, endMs: span.to?.getTime() ?? null };
}

/** What each workflow of the log decides, mined from the newest decisions. */
async function mineAll(tx: Tx, log: AuditedLog, { totals, view, settings, days }: Measurable): Promise<Map<string, DecisionsFound>> {
  const found = new Map<string, DecisionsFound>();
  for (const [workflow, definition] of decisionsOf(totals, settings.count)) {
    const read: Awaited<ReturnType<Day>>[] = [];
    let decisions = 0;
    for (const day of await days(workflow)) {
      if (decisions >= MINED_DECISIONS) break;
      const cases = await day();
      decisions += cases.reduce((sum, [, [count = 0]]) => sum + count, 0);
      read.push(cases);
    }
    const rows = await eventsOfCases(tx, { ...log, withAttributes: true }, decidedCases(read));
    const events = rows.map(({ event }) => withKind(event, view.kindsSaid)).sort(compareEvents);
    found.set(workflow, decide(events, totals, { workflow, definition, view }));
  }
  return found;
}

async function keep(
  context: AuditContext,
  {
    jobRunId,
    asOf,
    settings,
    found,
    priced,
    eventCount,
    fromMs,
    endMs,
  }: { jobRunId: string; asOf: string | null; settings: AuditSettings } & Measured,
): Promise<void> {
  const { store, workspaceId, now, newId } = context;
  const name = (actor: string) => pseudonym(context.settings.secret, workspaceId, actor);
  const { timeZone } = settings;
  const report = AuditReport.parse({
    ...found.audit,
    handovers: found.audit.handovers.slice(0, SHOWN_HANDOVERS).map(({ from, to, count }) => ({ from: name(from), to: name(to), count })),
    ...priced.report,
    timeZone,
    ...underPseudonyms(found, name),
  });
  const details = [...found.details].map(([workflow, detail]) => ({ workflow, body: workflowReport(found, workflow, detail, name) }));
  const from = fromMs === null ? now() : new Date(fromMs);
  const to = endMs === null ? now() : new Date(endMs);
  const snapshot = { workspaceId, id: jobRunId, computedAt: now(), from, to, eventCount, report, jobRunId, asOf };
  await store.within({ workspaceId }, async (tx) => {
    await insertAuditSnapshot(tx, snapshot);
    await insertAuditDetails(tx, { workspaceId, auditId: jobRunId, details });
    if (asOf !== null) return;
    await insertAuditWatch(tx, { workspaceId, now: now() });
    // Half a history rises towards its end.
    if (await isAnyJobOpen(tx, { workspaceId, names: FILLING })) return;
    const alarms = alarmsOf(found, newId);
    await withdrawCreepAlarms(tx, { workspaceId, now: now(), seen: alarms });
    await insertCreepAlarms(tx, { workspaceId, auditId: jobRunId, now: now(), quietDays: QUIET_DAYS, alarms });
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
function underPseudonyms(
  { bots, namelessPrograms, quality, rankRanges, quadrants, ranks, teamHandoffs, doubleEntries, roles }: AuditInDepth,
  name: Name,
) {
  const hiddenBots = bots
    .map(({ actor, touches, reasons }) => ({ account: name(actor), touches, reasons }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));
  return { hiddenBots, namelessPrograms, quality, rankRanges, quadrants, ranks, teamHandoffs, doubleEntries, roles };
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
