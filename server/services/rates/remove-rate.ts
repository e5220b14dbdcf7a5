import { deleteLoadedRate, findLoadedRate } from "#db/queries/loaded-rates.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { DEFAULT_ROLE } from "./add-default-rate.ts";

/** Removes a role's own rate; the default one then holds for it. @throws AppError NOT_FOUND, CONFLICT for the default rate */
export async function removeRate(context: Context, { role }: { role: string }): Promise<void> {
  const { store, workspaceId } = context;
  if (role === DEFAULT_ROLE)
    throw new AppError("CONFLICT", "The default rate holds for every role without its own, so it can be changed but not removed.");
  await store.within({ workspaceId }, async (tx) => {
    const found = await findLoadedRate(tx, { workspaceId, role });
    if (!found) throw new AppError("NOT_FOUND", "There is no rate for this role.");
    const currency = (await findWorkspace(tx, { workspaceId }))?.currency;
    await deleteLoadedRate(tx, { workspaceId, role });
    const { minorAnHour, class: evidence, source } = found;
    await recordChange(tx, {
      ...context,
      noun: "rate",
      nounId: role,
      verb: "remove",
      before: { role, minorAnHour, class: evidence, source, currency },
      after: null,
    });
  });
}
