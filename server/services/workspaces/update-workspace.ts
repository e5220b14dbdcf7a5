import { lockWorkspace, updateWorkspaceRow, type WorkspaceFields } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { markRatesForReview } from "../rates/mark-rates-for-review.ts";

const KEYS = ["name", "currency", "timeZone", "locale", "workingDaysAYear"] as const satisfies readonly (keyof WorkspaceFields)[];

const TITLES: Record<keyof WorkspaceFields, string> = {
  name: "name",
  currency: "currency",
  timeZone: "time zone",
  locale: "language and region",
  workingDaysAYear: "working days a year",
};

/**
 * Changes name, currency, zone, locale and working days. A new currency converts no rate: each keeps its number,
 * becomes an assumption and says so. What stands as the form showed it (`was`) is left as it is by now, so that two forms open at
 * once do not take back each other's changes.
 *
 * @throws AppError NOT_FOUND, CONFLICT when somebody else changed the same thing otherwise meanwhile
 */
export async function updateWorkspace(context: Context, { was, ...entered }: WorkspaceFields & { was: WorkspaceFields }): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    const row = await lockWorkspace(tx, { workspaceId });
    if (!row) throw new AppError("NOT_FOUND", "This workspace does not exist any more.");
    const { name, currency, timeZone, locale, workingDaysAYear } = row;
    const before = { name, currency, timeZone, locale, workingDaysAYear };
    const meant = KEYS.filter((key) => entered[key] !== was[key]);
    const contested = meant.find((key) => before[key] !== was[key] && before[key] !== entered[key]);
    if (contested !== undefined)
      throw new AppError(
        "CONFLICT",
        `Meanwhile somebody set the ${TITLES[contested]} to ${before[contested]}. Nothing of yours was saved; reload and enter it again.`,
      );
    const fields: WorkspaceFields = { ...before, ...Object.fromEntries(meant.map((key) => [key, entered[key]])) };
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
