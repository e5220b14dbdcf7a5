import type * as z from "zod";
import type { Tx } from "#db/client.ts";
import { listRolloutItems } from "#db/queries/rollout-items.ts";
import { findRolloutPlan, lockRolloutPlan } from "#db/queries/rollout-plans.ts";
import { AppError } from "#server/errors.ts";
import { isBuilt, ItemState, SolutionShape, StoredPlanShape, type StoredItem } from "./plan-schema.ts";

export type ItemProgress = {
  itemId: string;
  ownerUserId: string | null;
  state: ItemState;
  startedAt: Date | null;
  builtAt: Date | null;
  doneAt: Date | null;
  actualEffortDays: number | null;
};

export type LoadedPlan = {
  planId: string;
  version: number;
  updatedAt: Date;
  stored: z.infer<typeof StoredPlanShape>;
  /** null when nothing is left to build, or the search has not answered yet. */
  solution: z.infer<typeof SolutionShape> | null;
  progress: ItemProgress[];
  /** Ids of what is built. */
  built: string[];
};

/** The workspace's plan with what came of it; null before one was made. */
export async function findPlan(tx: Tx, { workspaceId, lock = false }: { workspaceId: string; lock?: boolean }): Promise<LoadedPlan | null> {
  const row = await (lock ? lockRolloutPlan : findRolloutPlan)(tx, { workspaceId });
  if (!row) return null;
  const items = await listRolloutItems(tx, { workspaceId, planId: row.id });
  const progress = items.map((item) => ({ ...item, state: ItemState.parse(item.state) }));
  return {
    planId: row.id,
    version: row.version,
    updatedAt: row.updatedAt,
    stored: StoredPlanShape.parse(row.body),
    solution: row.solution === null ? null : SolutionShape.parse(row.solution),
    progress,
    built: progress.filter(({ state }) => isBuilt(state)).map(({ itemId }) => itemId),
  };
}

/** The workspace's plan, locked for a change. @throws AppError NOT_FOUND before one was made, CONFLICT when it is not that version any more */
export async function lockPlan(tx: Tx, { workspaceId, version }: { workspaceId: string; version?: number }): Promise<LoadedPlan> {
  const plan = await findPlan(tx, { workspaceId, lock: true });
  if (!plan) throw new AppError("NOT_FOUND", "There is no rollout plan yet: make one from the audit.");
  if (version !== undefined && version !== plan.version)
    throw new AppError("CONFLICT", "The plan was changed meanwhile. Reload to see it, then make your change again.");
  return plan;
}

/** An item of the plan. @throws AppError NOT_FOUND when the plan does not hold it */
export function getItem({ stored }: Pick<LoadedPlan, "stored">, itemId: string): z.infer<typeof StoredItem> {
  const item = stored.items.find(({ id }) => id === itemId);
  if (!item) throw new AppError("NOT_FOUND", "The plan holds no such item. Reload to see the present plan.");
  return item;
}
