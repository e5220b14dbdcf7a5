import { findAuditBefore, findNewestDigest, insertAuditDigest, listAlarmsSince, updateDigestMailed } from "#db/queries/audit-digests.ts";
import { listWatchedWorkspaces } from "#db/queries/audit-watches.ts";
import { listMembers } from "#db/queries/memberships.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Services } from "#server/context.ts";
import { digestOf } from "#server/domain/audit/digest.ts";
import { may, roleOf } from "#server/permissions.ts";
import { AuditReport } from "./audit-report.ts";
import { DigestShape } from "./get-digest.ts";
import { digestLetter } from "./digest-letter.ts";

const DAY_MS = 86_400_000;
/** The audit of a week ago may have run a little later in its day than the present one. */
const ABOUT_A_WEEK_MS = 6 * DAY_MS;

/**
 * Tells every workspace that is audited each week what changed since the audit of about a week before: as a row that the portal shows, and
 * by mail to those who run audits, where a mail server is set. A digest is made once for an audit; a letter whose sending failed is tried
 * again with the next run of the job.
 *
 * @returns how many digests were made
 */
export async function sendDigests(services: Services): Promise<{ made: number }> {
  let made = 0;
  for (const workspaceId of await listWatchedWorkspaces(services.store)) {
    if (await makeDigest(services, workspaceId)) made += 1;
    await mailDigest(services, workspaceId);
  }
  return { made };
}

function makeDigest({ store, now }: Services, workspaceId: string): Promise<boolean> {
  return store.within({ workspaceId }, async (tx) => {
    const after = await findAuditBefore(tx, { workspaceId, at: now() });
    const before = after && (await findAuditBefore(tx, { workspaceId, at: new Date(after.computedAt.getTime() - ABOUT_A_WEEK_MS) }));
    if (!after || !before) return false;
    const alarms = await listAlarmsSince(tx, { workspaceId, since: before.computedAt });
    const body = digestOf(AuditReport.parse(before.report), AuditReport.parse(after.report), alarms);
    return insertAuditDigest(tx, { workspaceId, auditId: after.id, beforeAuditId: before.id, body, now: now() });
  });
}

async function mailDigest({ store, mail, settings, log, now }: Services, workspaceId: string): Promise<void> {
  const { digest, workspace, members } = await store.within({ workspaceId }, async (tx) => ({
    digest: await findNewestDigest(tx, { workspaceId }),
    workspace: await findWorkspace(tx, { workspaceId }),
    members: await listMembers(tx, { workspaceId }),
  }));
  if (!digest || digest.mailedAt || !workspace || workspace.demo) return;
  const readers = members.filter(({ role }) => may(roleOf(role), "audit.run"));
  let allSent = readers.length > 0;
  for (const { email } of readers) {
    const letter = digestLetter({
      to: email,
      workspace: workspace.name,
      digest: DigestShape.parse(digest.body),
      link: `${settings.publicUrl}/audit`,
    });
    const { sent } = await mail.send(letter).catch((error: unknown) => {
      log.warn({ workspaceId, err: error }, "a digest could not be mailed");
      return { sent: false };
    });
    allSent &&= sent;
  }
  if (allSent) await store.within({ workspaceId }, (tx) => updateDigestMailed(tx, { workspaceId, auditId: digest.auditId, now: now() }));
}
