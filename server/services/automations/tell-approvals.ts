import { listMembers } from "#db/queries/memberships.ts";
import { listWaitingByAutomation } from "#db/queries/proposals.ts";
import type { JobContext } from "#server/context.ts";
import { may, roleOf } from "#server/permissions.ts";
import { notify, type News, type Notice } from "../rollout/notify.ts";
import { loadAutomation } from "./load-automation.ts";

type Tx = Parameters<typeof listMembers>[0];

const TO_THE_HOUR = "2026-01-12T10".length;

/**
 * Tells everybody who may answer that decisions wait for a yes or no: once for each automation and each hour in which new ones came, however
 * often this runs. In the portal within the caller's transaction; what it returns is to be sent once that has committed.
 */
export async function tellOfApprovals(tx: Tx, context: JobContext): Promise<News> {
  const { workspaceId } = context;
  const waiting = await listWaitingByAutomation(tx, { workspaceId });
  const people = waiting.length === 0 ? [] : await listMembers(tx, { workspaceId });
  const notices: Notice[] = [];
  for (const { automationId, decisions, newestAt } of waiting) {
    const { name, settings } = await loadAutomation(tx, { workspaceId, automationId });
    const { hours, onTimeout } = settings.approval;
    const many = decisions === 1 ? "1 decision" : `${decisions} decisions`;
    const end = onTimeout === "act" ? "is done, unless a brake stopped it" : "lapses";
    const text = `${many} of "${name}" ${decisions === 1 ? "waits" : "wait"} for a yes or no. What nobody answers within ${hours} h ${end}.`;
    const occasion = `approvals:${automationId}:${newestAt.toISOString().slice(0, TO_THE_HOUR)}`;
    for (const { userId, role } of people)
      if (may(roleOf(role), "automations.approve")) notices.push({ userId, occasion, text, href: "/automations/inbox" });
  }
  return notify(tx, context, notices);
}
