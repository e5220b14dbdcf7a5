import { findConnection } from "#db/queries/connections.ts";
import type { Services } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

export type ReadConnection = NonNullable<Awaited<ReturnType<typeof findConnection>>>;

/** One connection of the workspace. @throws AppError NOT_FOUND */
export async function readConnection(
  { store, workspaceId }: Pick<Services, "store"> & { workspaceId: string },
  { connectionId }: { connectionId: string },
): Promise<ReadConnection> {
  const found = await store.within({ workspaceId }, (tx) => findConnection(tx, { workspaceId, id: connectionId }));
  if (!found) throw new AppError("NOT_FOUND", "There is no such connection in this workspace.");
  return found;
}
