import { findEventImport } from "#db/queries/event-imports.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

/** One import with its counts and first refused rows. @throws AppError NOT_FOUND */
export async function getImport({ store, workspaceId }: Pick<Context, "store" | "workspaceId">, { importId }: { importId: string }) {
  const found = await store.within({ workspaceId }, (tx) => findEventImport(tx, { workspaceId, id: importId }));
  if (!found) throw new AppError("NOT_FOUND", "There is no such import in this workspace.");
  return found;
}
