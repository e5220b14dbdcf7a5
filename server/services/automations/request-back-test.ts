import { insertBackTest, setBackTestJob } from "#db/queries/back-tests.ts";
import type { Context, JobContext } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { startJob } from "../jobs/start-job.ts";
import { loadAutomation, unreadableIn } from "./load-automation.ts";

export type BackTestWindow = { automationId: string; version: number; fromDay: string; toDay: string; againstVersion?: number | null };

/**
 * Starts a back-test of one version of the rules over a window of days, both ends included, in UTC; beside another version, if one is named.
 *
 * @throws AppError NOT_FOUND, CONFLICT when a version cannot be evaluated, INPUT_INVALID when the window ends before it begins, or a version is to be compared with itself
 */
export async function requestBackTest(
  context: Context | JobContext,
  { automationId, version, fromDay, toDay, againstVersion = null }: BackTestWindow,
): Promise<{ jobRunId: string; backTestId: string }> {
  const { store, workspaceId, actor, newId, now } = context;
  if (fromDay > toDay) throw new AppError("INPUT_INVALID", "The window ends before it begins: choose a later last day.");
  if (againstVersion === version) throw new AppError("INPUT_INVALID", "A version is compared with another one, not with itself.");
  const backTestId = newId();
  return store.within({ workspaceId }, async (tx) => {
    const { name, playbook } = await loadAutomation(tx, { workspaceId, automationId });
    for (const needed of [version, againstVersion]) {
      const unread = needed === null ? null : await unreadableIn(tx, { workspaceId, automationId, playbook, version: needed });
      if (unread !== null) throw new AppError("CONFLICT", unread);
    }
    const row = { automationId, version, fromDay, toDay, againstVersion };
    await insertBackTest(tx, { workspaceId, id: backTestId, ...row, createdBy: actor, now: now() });
    const title = `Back-test "${name}", version ${version}`;
    const jobRunId = await startJob(context, tx, {
      name: "back-test-automation",
      title,
      subjectId: automationId,
      payload: { backTestId },
    });
    await setBackTestJob(tx, { workspaceId, id: backTestId, jobRunId });
    return { jobRunId, backTestId };
  });
}
