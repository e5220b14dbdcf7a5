import { lockWorkspace, updateWorkspaceRow, type WorkspaceFields } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { markRatesForReview } from "../rates/mark-rates-for-review.ts";

const KEYS = ["name", "currency", "timeZone", "locale", "workingDaysAYear"] as const satisfies readonly (keyof WorkspaceFields)[];

/**
 * Changes name, currency, zone, locale and working days. A new currency converts no rate: each keeps its number,
 * becomes an assumption and says so.
 *
 * @throws AppError NOT_FOUND
 */
export async function updateWorkspace(context: Context, fields: WorkspaceFields): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    const row = await lockWorkspace(tx, { workspaceId });
    if (!row) throw new AppError("NOT_FOUND", "This workspace does not exist any more.");
    const { name, currency, timeZone, locale, workingDaysAYear } = row;
    const before = { name, currency, timeZone, locale, workingDaysAYear };
    const changed = KEYS.filter((key) => before[key] !== fields[key]);
    if (changed.length === 0) return;
    await updateWorkspaceRow(tx, { workspaceId, ...fields });
    const only = (values: WorkspaceFields) => Object.fromEntries(changed.map((key) => [key, values[key]]));
    await recordChange(tx, {
      ...context,
      noun: "workspace",
      nounId: workspaceId,
      verb: "update",
      before: only(before),
      after: only(fields),
    });
    if (changed.includes("currency")) await markRatesForReview(context, tx, { from: currency, to: fields.currency });
  });
}
