import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findAuditView } from "#db/queries/audit-totals.ts";
import { listEventsOf } from "#db/queries/events.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { NOTHING_THOUGHT, type Classification } from "#server/domain/event-log/classified-log.ts";
import type { ActorKind } from "#server/domain/event-log/event.ts";
import { localToUtcMs } from "#server/domain/event-log/time-zone.ts";
import { AppError } from "#server/errors.ts";
import { nameCases } from "../cases/name-cases.ts";
import { loadWorkflows } from "../workflows/workflow-definition.ts";
import { pseudonym } from "./pseudonym.ts";
import { StoredView, viewOf } from "./stored-totals.ts";

export type EventsPage = {
  /** null: the whole log. */
  workflow: string | null;
  activity: string | null;
  /** Who did it, as audits count it: what somebody said of an account and bots that were found go before what the source recorded. */
  by: ActorKind | null;
  /** Only what ended by the last event of this audit. */
  auditId?: string | undefined;
  /** ISO, of the workspace's calendar: only what ended on these days and between them. */
  days: { from: string; to: string } | null;
  limit: number;
  before: { endedAt: Date; eventId: string } | null;
};

type Tx = Parameters<typeof listEventsOf>[0];

const DAY_MS = 86_400_000;

/**
 * The events behind a number, newest first, a page at a time. Actors stand under a pseudonym: it measures work, not workers.
 *
 * @throws AppError NOT_FOUND for an audit of another workspace
 */
export async function listEvents({ store, workspaceId, settings }: Context, page: EventsPage) {
  const { workflow, activity, by, limit, before } = page;
  const { rows, nameOf } = await store.within({ workspaceId }, async (tx) => {
    const { definitions } = await loadWorkflows(tx, { workspaceId });
    const done = by === null ? null : { by, accounts: await accountsOf(tx, workspaceId) };
    const times = await timesOf(tx, workspaceId, page);
    const found = await listEventsOf(tx, { workspaceId, definitions, workflow, activity, done, ...times, limit: limit + 1, before });
    return { rows: found, nameOf: await nameCases(tx, { workspaceId, caseIds: found.map(({ caseId }) => caseId) }) };
  });
  const events = rows.slice(0, limit).map(({ attributes: _attributes, actor, ...row }) => ({
    ...row,
    caseName: nameOf(row.caseId),
    actor: actor === null ? null : pseudonym(settings.secret, workspaceId, actor),
  }));
  return { events, more: rows.length > limit };
}

/** What is thought of the accounts: what people say now, and the programs that the last audit found. */
async function accountsOf(tx: Tx, workspaceId: string): Promise<Classification> {
  const kindsSaid = new Map((await listActorKinds(tx, { workspaceId })).map(({ actor, kind }) => [actor, kind]));
  const view = await findAuditView(tx, { workspaceId });
  return view === undefined ? { ...NOTHING_THOUGHT, kindsSaid } : { ...viewOf(StoredView.parse(view)), kindsSaid };
}

async function timesOf(tx: Tx, workspaceId: string, { auditId, days }: EventsPage): Promise<{ from: Date | null; until: Date | null }> {
  const audit = auditId === undefined ? undefined : await findAuditSnapshot(tx, { workspaceId, id: auditId });
  if (auditId !== undefined && audit === undefined) throw new AppError("NOT_FOUND", "There is no such audit in this workspace.");
  const untilAudit = audit ? [audit.to.getTime() + 1] : [];
  if (days === null) return { from: null, until: untilAudit[0] === undefined ? null : new Date(untilAudit[0]) };
  const workspace = await findWorkspace(tx, { workspaceId });
  const startOf = (day: string, later: number) => localToUtcMs(Date.parse(day) + later * DAY_MS, workspace?.timeZone ?? "UTC");
  return { from: new Date(startOf(days.from, 0)), until: new Date(Math.min(startOf(days.to, 1), ...untilAudit)) };
}
