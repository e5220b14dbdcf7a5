import { listOwnMemberships } from "#db/queries/memberships.ts";
import type { Services } from "#server/context.ts";
import { roleOf, type Role } from "#server/permissions.ts";

export type OwnWorkspace = { workspaceId: string; name: string; demo: boolean; role: Role };

/** The workspaces a person may enter, by name; [] when there are none. */
export async function listOwnWorkspaces({ store }: Pick<Services, "store">, { userId }: { userId: string }): Promise<OwnWorkspace[]> {
  const rows = await store.within({ userId }, (tx) => listOwnMemberships(tx, { userId }));
  return rows.map((row) => ({ ...row, role: roleOf(row.role) }));
}
