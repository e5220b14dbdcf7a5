import { listSamplesOf } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";

export type SamplesQuery = { workflow: string; activity: string; limit: number; afterId: string | null };

/** The samples of one activity, newest first, a page at a time; who took them is not shown: it measures work, not workers. */
export async function listSamples({ store, workspaceId }: Context, { limit, ...query }: SamplesQuery) {
  const rows = await store.within({ workspaceId }, (tx) => listSamplesOf(tx, { workspaceId, ...query, limit: limit + 1 }));
  return { samples: rows.slice(0, limit), more: rows.length > limit };
}
