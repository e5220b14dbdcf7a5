import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type NewCreepAlarm = {
  id: string;
  workflow: string;
  activity: string;
  /** A day in the workspace's zone, "2026-03-02". */
  since: string;
  usualAWeek: number;
  presentAWeek: number;
  chance: number;
};

/**
 * Keeps alarms that are not known yet. One is known when the same activity has an alarm that was raised or dismissed within the last
 * `quietDays`: the day of a change moves a little as more days come in, and that is no second alarm.
 *
 * @returns how many were new
 */
export async function insertCreepAlarms(
  tx: Tx,
  {
    workspaceId,
    auditId,
    now,
    quietDays,
    alarms,
  }: { workspaceId: string; auditId: string; now: Date; quietDays: number; alarms: readonly NewCreepAlarm[] },
): Promise<number> {
  const quietSince = new Date(now.getTime() - quietDays * 86_400_000);
  const recent = await tx
    .selectFrom("creep_alarm")
    .select(["workflow", "activity"])
    .where("workspace_id", "=", workspaceId)
    .where((eb) => eb.or([eb("raised_at", ">", quietSince), eb("dismissed_at", ">", quietSince), eb("dismissed_at", "is", null)]))
    .execute();
  const known = new Set(recent.map(({ workflow, activity }) => JSON.stringify([workflow, activity])));
  const fresh = alarms.filter(({ workflow, activity }) => !known.has(JSON.stringify([workflow, activity])));
  if (fresh.length === 0) return 0;
  const added = await tx
    .insertInto("creep_alarm")
    .values(
      fresh.map((alarm) => ({
        workspace_id: workspaceId,
        id: alarm.id,
        audit_id: auditId,
        workflow: alarm.workflow,
        activity: alarm.activity,
        since: alarm.since,
        usual_a_week: alarm.usualAWeek,
        present_a_week: alarm.presentAWeek,
        chance: alarm.chance,
        raised_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(["workspace_id", "workflow", "activity", "since"]).doNothing())
    .returning("id")
    .execute();
  return added.length;
}

/**
 * Withdraws the alarms of activities that are not among those that an audit still sees, and takes that back for those among them.
 *
 * @param seen what the newest audit of the whole log sees risen
 */
export async function withdrawCreepAlarms(
  tx: Tx,
  { workspaceId, now, seen }: { workspaceId: string; now: Date; seen: readonly { workflow: string; activity: string }[] },
): Promise<void> {
  const keys = seen.map(({ workflow, activity }) => JSON.stringify([workflow, activity]));
  const isSeen = sql<boolean>`json_build_array(workflow, activity)::jsonb = any(${keys}::jsonb[])`;
  await tx
    .updateTable("creep_alarm")
    .set({ withdrawn_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("withdrawn_at", "is", null)
    .where(sql<boolean>`not ${isSeen}`)
    .execute();
  await tx
    .updateTable("creep_alarm")
    .set({ withdrawn_at: null })
    .where("workspace_id", "=", workspaceId)
    .where("withdrawn_at", "is not", null)
    .where(isSeen)
    .execute();
}

/** Alarms that nobody has dismissed and that the newest audit still sees, newest first; at most 50. */
export function listOpenCreepAlarms(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("creep_alarm")
    .select([
      "id",
      "audit_id as auditId",
      "workflow",
      "activity",
      sql<string>`since::text`.as("since"),
      "usual_a_week as usualAWeek",
      "present_a_week as presentAWeek",
      "raised_at as raisedAt",
    ])
    .where("workspace_id", "=", workspaceId)
    .where("dismissed_at", "is", null)
    .where("withdrawn_at", "is", null)
    .orderBy("raised_at", "desc")
    .orderBy("id")
    .limit(50)
    .execute();
}

/** Dismisses an alarm, or takes that back with null. Undefined when there is none of that id. */
export function updateCreepAlarmDismissed(
  tx: Tx,
  { workspaceId, id, dismissedAt }: { workspaceId: string; id: string; dismissedAt: Date | null },
) {
  return tx
    .updateTable("creep_alarm")
    .set({ dismissed_at: dismissedAt })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .returning(["id", "workflow", "activity"])
    .executeTakeFirst();
}
