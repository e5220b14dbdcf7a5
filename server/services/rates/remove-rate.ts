import { deleteLoadedRate, findLoadedRate } from "#db/queries/loaded-rates.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { DEFAULT_ROLE } from "#server/domain/audit/dated-rates.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { auditAtRates } from "./audit-at-rates.ts";

/**
 * Removes a role's rate of one start; the one before it, or the default one, then holds. An audit is made again.
 *
 * @throws AppError NOT_FOUND, CONFLICT for the default rate from the beginning
 */
export async function removeRate(context: Context, { role, effectiveFrom }: { role: string; effectiveFrom: string | null }): Promise<void> {
  const { store, workspaceId } = context;
  if (role === DEFAULT_ROLE && effectiveFrom === null)
    throw new AppError("CONFLICT", "The default rate holds for every role without its own, so it can be changed but not removed.");
  await store.within({ workspaceId }, async (tx) => {
    const found = await findLoadedRate(tx, { workspaceId, role, effectiveFrom });
    if (!found) throw new AppError("NOT_FOUND", "There is no such rate for this role.");
    const currency = (await findWorkspace(tx, { workspaceId }))?.currency;
    await deleteLoadedRate(tx, { workspaceId, role, effectiveFrom });
    const { minorAnHour, class: evidence, source } = found;
    await recordChange(tx, {
      ...context,
      noun: "rate",
      nounId: role,
      verb: "remove",
      before: { role, effectiveFrom, minorAnHour, class: evidence, source, currency },
      after: null,
    });
    await auditAtRates(context, tx);
  });
}
