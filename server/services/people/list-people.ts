import { listMembers } from "#db/queries/memberships.ts";
import type { Context } from "#server/context.ts";

/** Everyone in the workspace, by name. */
export const listPeople = ({ store, workspaceId }: Context) => store.within({ workspaceId }, (tx) => listMembers(tx, { workspaceId }));
