import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listAutomations } from "#db/queries/automations.ts";
import type { Context } from "#server/context.ts";
import { playbooks } from "#server/playbooks/index.ts";
import { may } from "#server/permissions.ts";
import { createAutomation } from "../automations/create-automation.ts";
import { setStage } from "../automations/gates.ts";
import { requestBackTest } from "../automations/request-back-test.ts";

/**
 * Starts the playbook of a workflow whose work begins: its automation is made where there is none, a draft goes to stage back-test, and
 * its rules are replayed over the days of the newest audit. What is further on already stays as it is, so that it can be called again.
 *
 * @returns null when no playbook knows the workflow, or the person may not manage automations
 */
export async function startPlaybook(
  context: Context,
  { workflow, title }: { workflow: string | null; title: string },
): Promise<{ automationId: string } | null> {
  const { store, workspaceId, role } = context;
  const playbook = playbooks.find((one) => one.workflow === workflow);
  if (!playbook || !may(role, "automations.manage")) return null;
  const { there, snapshot } = await store.within({ workspaceId }, async (tx) => ({
    there: (await listAutomations(tx, { workspaceId })).find((row) => row.playbook === playbook.name && row.stage !== "retired"),
    snapshot: await findAuditSnapshot(tx, { workspaceId }),
  }));
  if (there && there.stage !== "draft") return { automationId: there.id };
  const { automationId } = there ? { automationId: there.id } : await createAutomation(context, { playbook: playbook.name });
  await setStage(context, { automationId, stage: "back-test", reason: `The rollout began "${title}"` });
  if (snapshot) {
    const day = (at: Date) => at.toISOString().slice(0, 10);
    const window = { fromDay: day(snapshot.from), toDay: day(snapshot.to) };
    await requestBackTest(context, { automationId, version: there?.version ?? 1, ...window });
  }
  return { automationId };
}
