import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findStopWatch } from "#db/queries/stop-watches.ts";
import { countDiscardedSamples, listTimedSamples } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { meanMinutes } from "#server/domain/effort/sample-weights.ts";
import { samplesWanted, type Precision, type SamplesWanted } from "#server/domain/effort/samples-wanted.ts";
import { activityKey, activityOfKey } from "#server/domain/event-log/columns.ts";
import { AuditReport } from "../audit/audit-report.ts";
import type { RunningWatch } from "./stop-watch.ts";

/** An activity and how many of its items are still to be timed; touches null: no event of it is in the log. */
export type SampledActivity = SamplesWanted & { workflow: string; activity: string; touches: number | null; meanMinutes: number | null };

export type SamplingPlan = {
  now: Date;
  running: RunningWatch | null;
  activities: SampledActivity[];
  /** Activities with samples that were discarded, whether or not others of them count. */
  discarded: { workflow: string; activity: string; discarded: number }[];
};

/**
 * What to time next: the activities of the newest audit that people touch and whose starts are not recorded, those that take the most
 * hours first, then activities that were only ever timed. Samples count from the moment they are taken.
 */
export async function samplingPlan(
  { store, workspaceId, user, now }: Context,
  { precision }: { precision: Precision },
): Promise<SamplingPlan> {
  const { running, snapshot, samples, discarded } = await store.within({ workspaceId }, async (tx) => ({
    running: await findStopWatch(tx, { workspaceId, userId: user.id }),
    snapshot: await findAuditSnapshot(tx, { workspaceId }),
    samples: await listTimedSamples(tx, { workspaceId }),
    discarded: await countDiscardedSamples(tx, { workspaceId }),
  }));
  const samplesOf = Map.groupBy(samples, ({ workflow, activity }) => activityKey(workflow, activity));
  const audited = snapshot ? AuditReport.parse(snapshot.report).activities : [];
  const untimed = audited.filter((row) => row.workflow !== null && row.touches > row.recordedMinutes.touches);
  const plan = untimed
    .toSorted((a, b) => b.minutes.point - a.minutes.point)
    .map((row): SampledActivity => {
      const { workflow, activity, touches, recordedMinutes } = row;
      const own = samplesOf.get(activityKey(workflow, activity)) ?? [];
      return {
        workflow: workflow ?? "",
        activity,
        touches,
        meanMinutes: meanMinutes(own),
        ...samplesWanted({ samples: own, count: touches - recordedMinutes.touches, precision }),
      };
    });
  const known = new Set(audited.map(({ workflow, activity }) => activityKey(workflow, activity)));
  const traceless = [...samplesOf].filter(([key]) => !known.has(key));
  for (const [key, own] of traceless) {
    const { workflow, activity } = activityOfKey(key);
    const wanted = samplesWanted({ samples: own, count: Number.MAX_SAFE_INTEGER, precision });
    plan.push({ workflow: workflow ?? "", activity, touches: null, meanMinutes: meanMinutes(own), ...wanted });
  }
  return { now: now(), running: running ?? null, activities: plan, discarded };
}
