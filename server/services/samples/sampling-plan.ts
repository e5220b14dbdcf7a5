import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findStopWatch } from "#db/queries/stop-watches.ts";
import { listTimedSamples } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { samplesWanted, type Precision, type SamplesWanted } from "#server/domain/effort/samples-wanted.ts";
import { activityKey, activityOfKey } from "#server/domain/event-log/columns.ts";
import { AuditReport } from "../audit/audit-report.ts";
import type { RunningWatch } from "./stop-watch.ts";

/** An activity and how many of its items are still to be timed; touches null: no event of it is in the log. */
export type SampledActivity = SamplesWanted & { workflow: string; activity: string; touches: number | null; meanMinutes: number | null };

export type SamplingPlan = { now: Date; running: RunningWatch | null; activities: SampledActivity[] };

/**
 * What to time next: the activities of the newest audit that people touch and whose starts are not recorded, those that take the most
 * hours first, then activities that were only ever timed. Samples count from the moment they are taken.
 */
export async function samplingPlan(
  { store, workspaceId, user, now }: Context,
  { precision }: { precision: Precision },
): Promise<SamplingPlan> {
  const { running, snapshot, samples } = await store.within({ workspaceId }, async (tx) => ({
    running: await findStopWatch(tx, { workspaceId, userId: user.id }),
    snapshot: await findAuditSnapshot(tx, { workspaceId }),
    samples: await listTimedSamples(tx, { workspaceId }),
  }));
  const minutesOf = new Map<string, number[]>();
  for (const { workflow, activity, minutes } of samples) {
    const key = activityKey(workflow, activity);
    minutesOf.set(key, [...(minutesOf.get(key) ?? []), minutes]);
  }
  const audited = snapshot ? AuditReport.parse(snapshot.report).activities : [];
  const untimed = audited.filter((row) => row.workflow !== null && row.touches > row.recordedMinutes.touches);
  const plan = untimed
    .toSorted((a, b) => b.minutes.point - a.minutes.point)
    .map((row): SampledActivity => {
      const { workflow, activity, touches, recordedMinutes } = row;
      const minutes = minutesOf.get(activityKey(workflow, activity)) ?? [];
      return {
        workflow: workflow ?? "",
        activity,
        touches,
        meanMinutes: meanOf(minutes),
        ...samplesWanted({ minutes, count: touches - recordedMinutes.touches, precision }),
      };
    });
  const known = new Set(audited.map(({ workflow, activity }) => activityKey(workflow, activity)));
  const traceless = [...minutesOf].filter(([key]) => !known.has(key));
  for (const [key, minutes] of traceless) {
    const { workflow, activity } = activityOfKey(key);
    const wanted = samplesWanted({ minutes, count: Number.MAX_SAFE_INTEGER, precision });
    plan.push({ workflow: workflow ?? "", activity, touches: null, meanMinutes: meanOf(minutes), ...wanted });
  }
  return { now: now(), running: running ?? null, activities: plan };
}

const meanOf = (minutes: readonly number[]) =>
  minutes.length === 0 ? null : minutes.reduce((sum, value) => sum + value, 0) / minutes.length;
