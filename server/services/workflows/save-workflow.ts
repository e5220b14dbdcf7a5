import { insertWorkflowDefinition, listWorkflowDefinitions } from "#db/queries/workflow-definitions.ts";
import type { Tx } from "#db/client.ts";
import type { Context } from "#server/context.ts";
import { SHIPPED_WORKFLOWS, type WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import { readBody } from "./workflow-definition.ts";

/**
 * Keeps a workflow as a new version and has the log audited again under it. Events are not touched: which workflow they belong to is
 * worked out anew from the definitions.
 *
 * @param version the version that was edited, 0 for one that ships or is new
 * @throws AppError INPUT_INVALID when it claims nothing or one outcome is no decision; CONFLICT when somebody saved it meanwhile
 */
export async function saveWorkflow(
  context: Context,
  { definition, version }: { definition: WorkflowDefinition; version: number },
): Promise<void> {
  assertWhole(definition);
  await context.store.within({ workspaceId: context.workspaceId }, (tx) =>
    writeVersion(context, tx, definition.workflow, version, definition),
  );
}

/**
 * Takes a workflow back to how it ships, or removes one of your own.
 *
 * @throws AppError CONFLICT when somebody saved it meanwhile, NOT_FOUND when there is nothing to take back
 */
export async function resetWorkflow(context: Context, { workflow, version }: { workflow: string; version: number }): Promise<void> {
  await context.store.within({ workspaceId: context.workspaceId }, (tx) => writeVersion(context, tx, workflow, version, null));
}

async function writeVersion(context: Context, tx: Tx, workflow: string, version: number, body: WorkflowDefinition | null): Promise<void> {
  const { workspaceId, actor, now } = context;
  const found = (await listWorkflowDefinitions(tx, { workspaceId })).find((row) => row.workflow === workflow);
  const known = found === undefined ? null : readBody(found.body);
  if (body === null && known === null) throw new AppError("NOT_FOUND", `There is no definition of your own for ${workflow}.`);
  const kept =
    (found?.version ?? 0) === version &&
    (await insertWorkflowDefinition(tx, { workspaceId, workflow, version: version + 1, body, createdBy: actor, now: now() }));
  if (!kept)
    throw new AppError(
      "CONFLICT",
      `${workflow} was saved by somebody else meanwhile. Your entries were not kept; reload and enter them again.`,
    );
  const before = known ?? SHIPPED_WORKFLOWS.find((shipped) => shipped.workflow === workflow) ?? null;
  await recordChange(tx, {
    ...context,
    noun: "workflow",
    nounId: workflow,
    verb: body === null ? "reset" : before === null ? "create" : "update",
    before,
    after: body,
  });
  await auditSoon(context, tx, { title: `Audit with the changed workflow ${workflow}` });
}

function assertWhole({ claims, decision }: WorkflowDefinition): void {
  const empty = claims.findIndex((claim) => Object.values(claim).every((list) => list.length === 0));
  const message =
    claims.length === 0
      ? "Say which events belong to it: add a claim."
      : empty >= 0
        ? `Claim ${empty + 1} names nothing, so it would take every event. Name a source, a recorded workflow, cases or activities.`
        : decision !== null && decision.outcomes.length < 2
          ? "Name at least two outcomes: one alone decides nothing."
          : null;
  const path = decision !== null && decision.outcomes.length < 2 && claims.length > 0 && empty < 0 ? "outcomes" : "claims";
  if (message !== null) throw new AppError("INPUT_INVALID", message, { fields: [{ path, message }] });
}
