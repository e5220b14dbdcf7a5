import type * as z from "zod";
import type { Context } from "#server/context.ts";
import type { StoredItem, StoredPlan } from "#server/domain/rollout/stored-plan.ts";
import { AppError } from "#server/errors.ts";
import { getItem, lockPlan } from "./load-plan.ts";
import type { Gate } from "./plan-schema.ts";
import { savePlan } from "./save-plan.ts";

export type ItemChange = {
  title: string;
  effortDays: number;
  /** Minor units a week; null keeps the value as it is, with its range. */
  valuePerWeekMinor: number | null;
  prerequisites: string[];
  earliestStartDay: string | null;
  family: string | null;
  pinnedPosition: number | null;
  excluded: boolean;
  gate: z.infer<typeof Gate> | null;
};

/**
 * Changes an item. A value typed in has no range and no longer follows the audit.
 *
 * @throws AppError CONFLICT when the plan was changed meanwhile, INPUT_INVALID naming the items of a cycle or of pins that cannot hold
 */
export async function changeItem(
  context: Context,
  { version, itemId, change }: { version: number; itemId: string; change: { [Field in keyof ItemChange]?: ItemChange[Field] | undefined } },
): Promise<{ version: number }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const present = await lockPlan(tx, { workspaceId, version });
    const item = getItem(present, itemId);
    const { valuePerWeekMinor = null, ...rest } = change;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const changed: StoredItem = { ...item, ...given, ...(valuePerWeekMinor === null ? {} : entered(item, valuePerWeekMinor)) };
    if (changed.prerequisites.includes(itemId)) throw fieldError("prerequisites", `"${item.title}" cannot need itself.`);
    const stored: StoredPlan = { ...present.stored, items: present.stored.items.map((other) => (other.id === itemId ? changed : other)) };
    return { version: await savePlan(context, tx, { ...present, version: version + 1, stored, reason: `Changed "${item.title}"` }) };
  });
}

function entered(item: StoredItem, minor: number): Partial<StoredItem> {
  if (minor === item.valuePerWeekMinor.point) return {};
  return { valuePerWeekMinor: { low: minor, point: minor, high: minor }, valueEvidence: "assumed", valueFrom: "entry" };
}

export const fieldError = (path: string, message: string): AppError =>
  new AppError("INPUT_INVALID", message, { fields: [{ path, message }] });
