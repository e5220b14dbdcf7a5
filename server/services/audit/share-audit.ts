import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findShareLinkByToken, insertShareLink, listShareLinks } from "#db/queries/share-links.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context, Visitor } from "#server/context.ts";
import { dragFigure, hoursFigure, type AuditFrame, type Measured } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { figureWithoutSources } from "#server/domain/figure-without-sources.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { limitTries } from "../people/limit-tries.ts";
import { hashLinkToken, newLinkToken } from "../people/secret-link.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { AuditReport } from "./audit-report.ts";

const DAY_MS = 86_400_000;
const MOST = 100;

/**
 * Makes a link that shows one audit, read only, to whoever holds it. The link is answered once; only its hash is kept.
 *
 * @throws AppError NOT_FOUND
 */
export async function shareAudit(
  context: Context,
  { auditId, days }: { auditId: string; days: number },
): Promise<{ shareId: string; link: string; expiresAt: Date }> {
  const { store, workspaceId, actor, now, newId, settings } = context;
  const { token, tokenHash } = newLinkToken();
  const shareId = newId();
  const expiresAt = new Date(now().getTime() + days * DAY_MS);
  await store.within({ workspaceId }, async (tx) => {
    const audit = await findAuditSnapshot(tx, { workspaceId, id: auditId });
    if (!audit) throw new AppError("NOT_FOUND", "There is no such audit in this workspace.");
    const title = `Audit of ${audit.computedAt.toISOString().slice(0, 10)}`;
    const subject = { kind: "audit", subjectId: auditId, subjectVersion: null, title };
    await insertShareLink(tx, { workspaceId, id: shareId, ...subject, tokenHash, createdBy: actor, now: now(), expiresAt });
    const after = { title, expiresAt: expiresAt.toISOString() };
    await recordChange(tx, { ...context, noun: "share link", nounId: shareId, verb: "create", before: null, after });
  });
  return { shareId, link: `${settings.publicUrl}/shared/audit/${token}`, expiresAt };
}

/** Links to an audit, newest first; `state` says whether one still opens. */
export async function listAuditShares({ store, workspaceId, now }: Context, { auditId }: { auditId: string }) {
  const rows = await store.within({ workspaceId }, (tx) =>
    listShareLinks(tx, { workspaceId, kind: "audit", subjectId: auditId, limit: MOST }),
  );
  return rows.map(({ createdBy, revokedAt, expiresAt, ...row }) => ({
    ...row,
    expiresAt,
    createdBy: nameOfActor(createdBy),
    state: revokedAt !== null ? ("revoked" as const) : expiresAt <= now() ? ("expired" as const) : ("open" as const),
  }));
}

/**
 * What a link to an audit shows, to whoever holds it: the workflows with their hours and dollars and how these came about. No account,
 * not even under its pseudonym, no event and no id of the workspace leaves with it.
 *
 * @throws AppError SHARE_LINK_INVALID alike for a link that never was, has ended, or was taken back; RATE_LIMITED
 */
export async function openSharedAudit(visitor: Visitor, { token }: { token: string }) {
  await limitTries(visitor, "secret-link");
  const tokenHash = hashLinkToken(token);
  const { store, now } = visitor;
  const link = await store.within({ tokenHash }, (tx) => findShareLinkByToken(tx, { tokenHash, now: now() }));
  if (!link || link.kind !== "audit") throw new AppError("SHARE_LINK_INVALID");
  const { workspaceId, subjectId: auditId, expiresAt } = link;
  const { workspace, snapshot } = await store.within({ workspaceId }, async (tx) => ({
    workspace: await findWorkspace(tx, { workspaceId }),
    snapshot: await findAuditSnapshot(tx, { workspaceId, id: auditId }),
  }));
  if (!workspace || !snapshot) throw new AppError("SHARE_LINK_INVALID");
  const { name: workspaceName, demo, locale, timeZone } = workspace;
  const report = AuditReport.parse(snapshot.report);
  const { computedAt, from, to } = snapshot;
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const frame: AuditFrame = {
    auditId,
    computedAt: computedAt.toISOString(),
    from: day(from),
    to: day(to),
    weeks: report.window.weeks,
    rate: report.rate,
    roleRates: report.roleRates,
  };
  const rowOf = (title: string, row: Measured & { touches: number }, workflow: string | null) => ({
    title,
    touches: row.touches,
    evidence: row.evidence,
    hours: figureWithoutSources(hoursFigure("Hours a week by hand", row, { workflow, activity: null }, frame)),
    drag: figureWithoutSources(dragFigure("Drag a year", row, { workflow, activity: null }, frame)),
  });
  const workflows = report.workflows
    .filter((row) => row.touches > 0 || row.status.kind !== "not a workflow")
    .map((row) => ({
      ...rowOf(row.workflow === null ? "No workflow" : workflowTitle(row.workflow), row, row.workflow),
      rank: row.status.kind === "ranked" ? row.status.rank : null,
      why: row.status.why,
    }));
  const { currency } = report.rate;
  const total = rowOf("All workflows", report.total, null);
  return { workspaceName, demo, locale, timeZone, currency, computedAt, from, to, expiresAt, total, workflows };
}
