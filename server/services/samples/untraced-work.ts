import { deleteUntracedWork, listUntracedWork, upsertUntracedWork } from "#db/queries/untraced-work.ts";
import { listTimedSamples } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { untracedHours } from "#server/domain/effort/untraced-hours.ts";
import { activityKey } from "#server/domain/event-log/columns.ts";
import type { Interval } from "#server/domain/interval.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";

export type UntracedWork = {
  workflow: string;
  activity: string;
  timesAWeek: number;
  note: string | null;
  saidAt: Date;
  samples: number;
  /** null: fewer than two items were timed. */
  hoursPerWeek: Interval | null;
};

/** Work that leaves no event in any system (mail, spreadsheets, phone), as declared, with what its timed samples make of it. */
export async function listUntraced({ store, workspaceId }: Context): Promise<UntracedWork[]> {
  return store.within({ workspaceId }, async (tx) => {
    const minutesOf = new Map<string, number[]>();
    for (const { workflow, activity, minutes } of await listTimedSamples(tx, { workspaceId })) {
      const key = activityKey(workflow, activity);
      minutesOf.set(key, [...(minutesOf.get(key) ?? []), minutes]);
    }
    return (await listUntracedWork(tx, { workspaceId })).map((row) => {
      const minutes = minutesOf.get(activityKey(row.workflow, row.activity)) ?? [];
      return { ...row, samples: minutes.length, hoursPerWeek: untracedHours(row.timesAWeek, minutes) };
    });
  });
}

/**
 * Says how often something is done that leaves no event; timesAWeek null takes it back.
 *
 * @throws AppError NOT_FOUND when there is nothing to take back
 */
export async function declareUntraced(
  context: Context,
  { workflow, activity, timesAWeek, note }: { workflow: string; activity: string; timesAWeek: number | null; note: string | null },
): Promise<void> {
  const { store, workspaceId, actor, now } = context;
  await store.within({ workspaceId }, async (tx) => {
    const found = (await listUntracedWork(tx, { workspaceId })).find((row) => row.workflow === workflow && row.activity === activity);
    const before = found ? { workflow, activity, timesAWeek: found.timesAWeek, note: found.note } : null;
    if (timesAWeek === null) {
      if (!(await deleteUntracedWork(tx, { workspaceId, workflow, activity })))
        throw new AppError("NOT_FOUND", "Nothing was said of this work.");
    } else await upsertUntracedWork(tx, { workspaceId, workflow, activity, timesAWeek, note, saidBy: actor, now: now() });
    await recordChange(tx, {
      ...context,
      noun: "untraced work",
      nounId: `${workflow}: ${activity}`,
      verb: timesAWeek === null ? "remove" : found ? "update" : "create",
      before,
      after: timesAWeek === null ? null : { workflow, activity, timesAWeek, note },
    });
  });
}
