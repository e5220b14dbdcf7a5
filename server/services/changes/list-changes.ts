import { changeFacets, listChangeRows } from "#db/queries/change-log.ts";
import { listMembers } from "#db/queries/memberships.ts";
import type { Context } from "#server/context.ts";
import { nameThings } from "./name-things.ts";

export type ListChanges = { noun?: string | undefined; userId?: string | undefined; beforeId?: string | undefined; limit: number };

/**
 * One page of the log, newest first, each line with the thing that it is about as people call it, and where the next page begins; null at the end.
 * `people`: names of members by id, for values that name one.
 */
export const listChanges = ({ store, workspaceId }: Context, { limit, ...filter }: ListChanges) =>
  store.within({ workspaceId }, async (tx) => {
    const rows = await listChangeRows(tx, { workspaceId, ...filter, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const thingOf = await nameThings(tx, workspaceId, shown);
    const members = await listMembers(tx, { workspaceId });
    return {
      changes: shown.map((row) => ({ ...row, thing: thingOf(row) })),
      people: Object.fromEntries(members.map(({ userId, name }) => [userId, name])),
      nextBeforeId: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  });

/** The kinds of things and the people that stand in the log. */
export const listChangeFilters = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, (tx) => changeFacets(tx, { workspaceId }));
