import { updateCreepAlarmDismissed } from "#db/queries/creep-alarms.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";

/** Takes an alarm off the overview, or puts it back. @throws AppError NOT_FOUND */
export async function dismissAlarm(context: Context, { alarmId, dismissed }: { alarmId: string; dismissed: boolean }): Promise<void> {
  const { store, workspaceId, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const alarm = await updateCreepAlarmDismissed(tx, { workspaceId, id: alarmId, dismissedAt: dismissed ? now() : null });
    if (!alarm) throw new AppError("NOT_FOUND", "There is no such alarm.");
    const { workflow, activity } = alarm;
    await recordChange(tx, {
      ...context,
      noun: "alarm",
      nounId: alarmId,
      verb: dismissed ? "dismiss" : "restore",
      before: null,
      after: { workflow, activity },
    });
  });
}
