import { changeFacets, listChangeRows } from "#db/queries/change-log.ts";
import type { Context } from "#server/context.ts";

export type ListChanges = { noun?: string | undefined; userId?: string | undefined; beforeId?: string | undefined; limit: number };

/** One page of the log, newest first, and where the next begins; null at the end. */
export async function listChanges({ store, workspaceId }: Context, { limit, ...filter }: ListChanges) {
  const rows = await store.within({ workspaceId }, (tx) => listChangeRows(tx, { workspaceId, ...filter, limit: limit + 1 }));
  const changes = rows.slice(0, limit);
  return { changes, nextBeforeId: rows.length > limit ? (changes.at(-1)?.id ?? null) : null };
}

/** The kinds of things and the people that stand in the log. */
export const listChangeFilters = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, (tx) => changeFacets(tx, { workspaceId }));
