import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type Plan = { workspaceId: string; planId: string };
type Item = Plan & { itemId: string };

/** What came of the items of a plan; an item without a row is planned and has no owner. */
export function listRolloutItems(tx: Tx, { workspaceId, planId }: Plan) {
  return tx
    .selectFrom("rollout_item")
    .select([
      "item_id as itemId",
      "owner_user_id as ownerUserId",
      "state",
      "started_at as startedAt",
      "built_at as builtAt",
      "done_at as doneAt",
      "actual_effort_days as actualEffortDays",
    ])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .execute();
}

export type ItemChange = {
  ownerUserId?: string | null;
  state?: string;
  startedAt?: Date | null;
  builtAt?: Date | null;
  doneAt?: Date | null;
  actualEffortDays?: number | null;
};

export async function upsertRolloutItem(tx: Tx, { workspaceId, planId, itemId, ...change }: Item & ItemChange): Promise<void> {
  const values = {
    ...(change.ownerUserId === undefined ? {} : { owner_user_id: change.ownerUserId }),
    ...(change.state === undefined ? {} : { state: change.state }),
    ...(change.startedAt === undefined ? {} : { started_at: change.startedAt }),
    ...(change.builtAt === undefined ? {} : { built_at: change.builtAt }),
    ...(change.doneAt === undefined ? {} : { done_at: change.doneAt }),
    ...(change.actualEffortDays === undefined ? {} : { actual_effort_days: change.actualEffortDays }),
  };
  await tx
    .insertInto("rollout_item")
    .values({ workspace_id: workspaceId, plan_id: planId, item_id: itemId, ...values })
    .onConflict((conflict) => conflict.columns(["workspace_id", "plan_id", "item_id"]).doUpdateSet({ ...values, item_id: itemId }))
    .execute();
}

export async function insertRolloutStatus(
  tx: Tx,
  {
    workspaceId,
    planId,
    itemId,
    id,
    state,
    reason,
    actor,
    now,
  }: Item & { id: string; state: string; reason: string; actor: object; now: Date },
): Promise<void> {
  await tx
    .insertInto("rollout_status")
    .values({ workspace_id: workspaceId, id, plan_id: planId, item_id: itemId, state, reason, actor: JSON.stringify(actor), at: now })
    .execute();
}

/** Newest first; of one item, or of all. At most 200. */
export function listRolloutStatuses(tx: Tx, { workspaceId, planId }: Plan) {
  return tx
    .selectFrom("rollout_status")
    .select(["id", "item_id as itemId", "state", "reason", "actor", "at"])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .orderBy("id", "desc")
    .limit(200)
    .execute();
}

const taskColumns = [
  "id",
  "item_id as itemId",
  "title",
  "assignee_user_id as assigneeUserId",
  "done_at as doneAt",
  sql<string | null>`to_char(due_on, 'YYYY-MM-DD')`.as("dueOn"),
] as const;

/** Open ones first, then by due date. At most 500. */
export function listRolloutTasks(tx: Tx, { workspaceId, planId }: Plan) {
  return tx
    .selectFrom("rollout_task")
    .select(taskColumns)
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .orderBy(sql`done_at is not null`)
    .orderBy(sql`due_on asc nulls last`)
    .orderBy("id")
    .limit(500)
    .execute();
}

export function findRolloutTask(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx.selectFrom("rollout_task").select(taskColumns).where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

export type NewTask = Item & {
  id: string;
  title: string;
  dueOn: string | null;
  assigneeUserId: string | null;
  createdBy: object;
  now: Date;
};

export async function insertRolloutTask(tx: Tx, task: NewTask): Promise<void> {
  await tx
    .insertInto("rollout_task")
    .values({
      workspace_id: task.workspaceId,
      id: task.id,
      plan_id: task.planId,
      item_id: task.itemId,
      title: task.title,
      due_on: task.dueOn,
      assignee_user_id: task.assigneeUserId,
      created_at: task.now,
      created_by: JSON.stringify(task.createdBy),
    })
    .execute();
}

export async function updateRolloutTask(
  tx: Tx,
  {
    workspaceId,
    id,
    doneAt,
    dueOn,
    assigneeUserId,
    title,
  }: {
    workspaceId: string;
    id: string;
    doneAt?: Date | null;
    dueOn?: string | null;
    assigneeUserId?: string | null;
    title?: string;
  },
): Promise<void> {
  await tx
    .updateTable("rollout_task")
    .set({
      id,
      ...(doneAt === undefined ? {} : { done_at: doneAt }),
      ...(dueOn === undefined ? {} : { due_on: dueOn }),
      ...(assigneeUserId === undefined ? {} : { assignee_user_id: assigneeUserId }),
      ...(title === undefined ? {} : { title }),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function deleteRolloutTask(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }): Promise<void> {
  await tx.deleteFrom("rollout_task").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
}

/** Oldest first. At most 500. */
export function listRolloutComments(tx: Tx, { workspaceId, planId }: Plan) {
  return tx
    .selectFrom("rollout_comment")
    .select(["id", "item_id as itemId", "text", "author", "at"])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .orderBy("id")
    .limit(500)
    .execute();
}

export async function insertRolloutComment(
  tx: Tx,
  { workspaceId, planId, itemId, id, text, author, now }: Item & { id: string; text: string; author: object; now: Date },
): Promise<void> {
  await tx
    .insertInto("rollout_comment")
    .values({ workspace_id: workspaceId, id, plan_id: planId, item_id: itemId, text, author: JSON.stringify(author), at: now })
    .execute();
}

/** By time of measurement. */
export function listGateReadings(tx: Tx, { workspaceId, planId }: Plan) {
  return tx
    .selectFrom("rollout_gate_reading")
    .select(["item_id as itemId", "audit_id as auditId", "measured_at as measuredAt", "value", "limit_value as limit"])
    .where("workspace_id", "=", workspaceId)
    .where("plan_id", "=", planId)
    .orderBy("measured_at")
    .execute();
}

/** One reading an item and audit: a second one changes nothing. */
export async function insertGateReading(
  tx: Tx,
  reading: Item & { id: string; auditId: string; measuredAt: Date; value: number | null; limit: number },
): Promise<void> {
  await tx
    .insertInto("rollout_gate_reading")
    .values({
      workspace_id: reading.workspaceId,
      id: reading.id,
      plan_id: reading.planId,
      item_id: reading.itemId,
      audit_id: reading.auditId,
      measured_at: reading.measuredAt,
      value: reading.value,
      limit_value: reading.limit,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "plan_id", "item_id", "audit_id"]).doNothing())
    .execute();
}
