import { lockScenario, setScenarioArchived } from "#db/queries/scenarios.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";

/** Takes a scenario off the list, or puts it back; its versions stay. @throws AppError NOT_FOUND */
export async function archiveScenario(
  context: Context,
  { scenarioId, archived }: { scenarioId: string; archived: boolean },
): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const found = await lockScenario(tx, { workspaceId, scenarioId });
    if (!found) throw new AppError("NOT_FOUND", "There is no such scenario in this workspace.");
    if ((found.archivedAt !== null) === archived) return;
    await setScenarioArchived(tx, { workspaceId, scenarioId, archivedAt: archived ? now() : null });
    const { name } = found;
    await recordChange(tx, {
      ...context,
      noun: "scenario",
      nounId: scenarioId,
      verb: archived ? "archive" : "unarchive",
      before: { name, archived: !archived },
      after: { name, archived },
    });
  });
}
