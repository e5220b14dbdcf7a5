import { listRolloutTasks } from "#db/queries/rollout-items.ts";
import type { Context } from "#server/context.ts";
import { csvLine } from "#server/domain/event-log/csv-line.ts";
import { AppError } from "#server/errors.ts";
import { findPlan } from "./load-plan.ts";
import { plannedDays } from "./solve-plan.ts";

const HEADER = [
  "place",
  "item",
  "kind",
  "workflow",
  "state",
  "effort_days",
  "actual_effort_days",
  "value_per_week_low_minor",
  "value_per_week_minor",
  "value_per_week_high_minor",
  "currency",
  "needs",
  "planned_start",
  "planned_built",
  "planned_live",
  "first_planned_built",
  "built",
  "open_tasks",
];

/** The plan as CSV (one row an item, in the order followed; what is built first) or as JSON with the certificate of its order. */
export async function exportPlan({ store, workspaceId }: Context, { format }: { format: "csv" | "json" }): Promise<string> {
  return store.within({ workspaceId }, async (tx) => {
    const plan = await findPlan(tx, { workspaceId });
    if (!plan) throw new AppError("NOT_FOUND", "There is no rollout plan yet: make one from the audit.");
    const { stored, solution, built, progress } = plan;
    const planned = plannedDays(stored, solution, built);
    const tasks = await listRolloutTasks(tx, { workspaceId, planId: plan.planId });
    if (format === "json")
      return JSON.stringify(
        { version: plan.version, updatedAt: plan.updatedAt, plan: stored, solution, planned, progress, tasks },
        null,
        2,
      );
    const place = (id: string) => [...built, ...planned.map(({ itemId }) => itemId)].indexOf(id);
    const titles = new Map(stored.items.map(({ id, title }) => [id, title]));
    const rows = stored.items.filter(({ id }) => place(id) >= 0).sort((a, b) => place(a.id) - place(b.id));
    const lines = rows.map((item) => {
      const row = progress.find(({ itemId }) => itemId === item.id);
      const days = planned.find(({ itemId }) => itemId === item.id);
      const { low, point, high } = item.valuePerWeekMinor;
      const open = tasks.filter(({ itemId, doneAt }) => itemId === item.id && doneAt === null).length;
      const cells = [
        place(item.id) + 1,
        item.title,
        item.kind,
        item.workflow,
        row?.state ?? "planned",
        item.effortDays,
        row?.actualEffortDays,
        low,
        point,
        high,
        stored.currency,
        item.prerequisites.map((id) => titles.get(id) ?? id).join("; "),
        days?.startDay,
        days?.builtDay,
        days?.liveDay,
        item.firstPlannedDay,
        row?.builtAt?.toISOString().slice(0, 10),
        open,
      ];
      return csvLine(cells.map((cell) => (cell === null || cell === undefined ? "" : String(cell))));
    });
    return [csvLine(HEADER), ...lines].join("");
  });
}
