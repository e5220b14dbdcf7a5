import type { Context } from "#server/context.ts";
import { getScenario } from "./get-scenario.ts";
import { saveScenario } from "./save-scenario.ts";

/** Makes an earlier version the present one, as a new version: nothing in between is lost. @throws AppError NOT_FOUND, CONFLICT */
export async function restoreVersion(
  context: Context,
  { scenarioId, version, baseVersion }: { scenarioId: string; version: number; baseVersion: number },
): Promise<{ version: number }> {
  const { scenario, notes, auditId } = await getScenario(context, { scenarioId, version });
  return saveScenario(context, { scenarioId, baseVersion, scenario, notes, auditId }, "restore");
}
