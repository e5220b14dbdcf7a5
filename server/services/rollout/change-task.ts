import { deleteRolloutTask, findRolloutTask, updateRolloutTask } from "#db/queries/rollout-items.ts";
import type { Tx } from "#db/client.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { lockPlan } from "./load-plan.ts";
import { mustWorkOn } from "./may-work-on.ts";

/** Marks a task as done, or as not done after all. @throws AppError NOT_FOUND, PERMISSION_MISSING */
export async function setTaskDone(context: Context, { taskId, done }: { taskId: string; done: boolean }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    await getOwnTask(context, tx, taskId);
    await updateRolloutTask(tx, { workspaceId, id: taskId, doneAt: done ? now() : null });
  });
}

/** Removes a task. @throws AppError NOT_FOUND, PERMISSION_MISSING */
export async function removeTask(context: Context, { taskId }: { taskId: string }): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    await getOwnTask(context, tx, taskId);
    await deleteRolloutTask(tx, { workspaceId, id: taskId });
  });
}

async function getOwnTask(context: Context, tx: Tx, taskId: string) {
  const { workspaceId } = context;
  const plan = await lockPlan(tx, { workspaceId });
  const task = await findRolloutTask(tx, { workspaceId, id: taskId });
  if (!task) throw new AppError("NOT_FOUND", "The task is not there any more. Reload to see what is.");
  mustWorkOn(context, plan, task);
  return task;
}
