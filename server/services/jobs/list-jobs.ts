import { listJobRuns, type JobState } from "#db/queries/job-runs.ts";
import type { Context } from "#server/context.ts";

/** The newest jobs of the workspace. */
export const listJobs = ({ store, workspaceId }: Context, { limit, states }: { limit: number; states?: JobState[] | undefined }) =>
  store.within({ workspaceId }, (tx) => listJobRuns(tx, { workspaceId, limit, states }));
