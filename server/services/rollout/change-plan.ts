import type * as z from "zod";
import type { Context } from "#server/context.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { weeklyValue } from "#server/domain/rollout/plan-from-audit.ts";
import type { StoredPlan } from "#server/domain/rollout/stored-plan.ts";
import { AppError } from "#server/errors.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { lockPlan } from "./load-plan.ts";
import type { PlanSettings } from "./plan-schema.ts";
import { savePlan } from "./save-plan.ts";

export type ChangePlan = { version: number; settings: z.infer<typeof PlanSettings> };

/**
 * Changes what the order is found for: calendar, teams, objective, capture. A new capture rate revalues the initiatives whose
 * value comes from the plan's audit and whose rules were not tried yet; values that a person entered stay.
 *
 * @throws AppError CONFLICT when the plan was changed meanwhile, INPUT_INVALID when it cannot be ordered
 */
export async function changePlan(context: Context, { version, settings }: ChangePlan): Promise<{ version: number }> {
  const { store, workspaceId } = context;
  const odd = settings.freezeWindows.find(({ fromDay, toDay }) => toDay <= fromDay);
  if (odd) {
    const message = "A freeze window ends after it begins.";
    throw new AppError("INPUT_INVALID", message, { fields: [{ path: "freezeWindows", message }] });
  }
  return store.within({ workspaceId }, async (tx) => {
    const present = await lockPlan(tx, { workspaceId, version });
    const audit = present.stored.auditId && (await findAuditSnapshot(tx, { workspaceId, id: present.stored.auditId }));
    const drags = new Map(audit ? AuditReport.parse(audit.report).workflows.map((row) => [row.workflow, row.drag.totalMinor]) : []);
    const revalue = settings.captureRate !== present.stored.captureRate;
    const stored: StoredPlan = {
      ...present.stored,
      ...settings,
      items: present.stored.items.map((item) => {
        const drag = drags.get(item.workflow);
        const follows = revalue && drag && item.valueFrom === "audit" && item.captureShare == null;
        return follows ? { ...item, valuePerWeekMinor: weeklyValue(drag, settings.captureRate) } : item;
      }),
    };
    return { version: await savePlan(context, tx, { ...present, version: version + 1, stored, reason: "Changed the plan's settings" }) };
  });
}
