import { insertAutomation, insertAutomationVersion, insertStageChange } from "#db/queries/automations.ts";
import type { Context, JobContext } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import { ENGINE } from "#server/playbooks/rule-engine.ts";
import { recordChange } from "../changes/record-change.ts";
import { offerOf } from "./offer-of.ts";

type Maker = Pick<Context | JobContext, "store" | "workspaceId" | "actor" | "newId" | "now">;

/**
 * Makes the workspace's own automation of a playbook: a draft with the playbook's table as version 1.
 *
 * @throws AppError NOT_FOUND when there is no such playbook, CONFLICT when the workspace already has it
 */
export async function createAutomation(context: Maker, { playbook: name }: { playbook: string }): Promise<{ automationId: string }> {
  const { store, workspaceId, actor, newId, now } = context;
  const playbook = findPlaybook(name);
  if (!playbook) throw new AppError("NOT_FOUND", "There is no such playbook.");
  const automationId = newId();
  const at = now();
  await store.within({ workspaceId }, async (tx) => {
    const { table, tests } = await offerOf(tx, { workspaceId, playbook });
    const added = await insertAutomation(tx, {
      workspaceId,
      id: automationId,
      playbook: name,
      name: playbook.title,
      settings: playbook.settings,
      createdBy: actor,
      now: at,
    });
    if (added === undefined)
      throw new AppError("CONFLICT", `"${playbook.title}" is there already: open it under Automations, or retire it first.`);
    await insertAutomationVersion(tx, {
      workspaceId,
      automationId,
      version: 1,
      rules: table,
      tests,
      note: "As the playbook ships it",
      engine: ENGINE,
      learned: null,
      madeBy: actor,
      now: at,
    });
    await insertStageChange(tx, {
      workspaceId,
      id: newId(),
      automationId,
      version: 1,
      from: "draft",
      to: "draft",
      what: "stage",
      reason: "Made from the playbook",
      evidence: null,
      actor,
      now: at,
    });
    const after = { playbook: name, name: playbook.title };
    await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: "create", before: null, after });
  });
  return { automationId };
}
