import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type Place = { workspaceId: string; workflow: string; activity: string };

/** Lets one caller at a time draw items of an activity, until its transaction ends. */
export async function lockItemsOf(tx: Tx, { workspaceId, workflow, activity }: Place): Promise<void> {
  const name = JSON.stringify(["items to time", workspaceId, workflow, activity]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/** Items of an activity that wait to be looked up, in the order of their list, and how many are settled. */
export async function listItemsToTime(tx: Tx, { workspaceId, workflow, activity }: Place) {
  const all = tx
    .selectFrom("item_to_time")
    .where("workspace_id", "=", workspaceId)
    .where("workflow", "=", workflow)
    .where("activity", "=", activity);
  const items = await all
    .select(["id", "case_id as caseId", "ended_at as endedAt", "drawn_at as drawnAt"])
    .where("settled_at", "is", null)
    .orderBy("place")
    .execute();
  const { settled } = await all.select(sql<number>`count(settled_at)::int`.as("settled")).executeTakeFirstOrThrow();
  return { items, settled };
}

/** When the last of the items that were ever drawn ended; null: none was drawn. */
export async function endOfDrawn(tx: Tx, { workspaceId, workflow, activity }: Place): Promise<Date | null> {
  const { last } = await tx
    .selectFrom("item_to_time")
    .select((eb) => eb.fn.max("ended_at").as("last"))
    .where("workspace_id", "=", workspaceId)
    .where("workflow", "=", workflow)
    .where("activity", "=", activity)
    .executeTakeFirstOrThrow();
  return last ?? null;
}

export type NewItemToTime = { id: string; eventId: string; caseId: string; endedAt: Date; chance: number };

/** Keeps a list of items in its order. */
export async function insertItemsToTime(
  tx: Tx,
  { workspaceId, listId, workflow, activity, drawnAt, items }: Place & { listId: string; drawnAt: Date; items: readonly NewItemToTime[] },
): Promise<void> {
  const row = ({ id, eventId, caseId, endedAt, chance }: NewItemToTime, place: number) => ({
    workspace_id: workspaceId,
    id,
    list_id: listId,
    workflow,
    activity,
    event_id: eventId,
    case_id: caseId,
    ended_at: endedAt,
    chance,
    place,
    drawn_at: drawnAt,
  });
  await tx.insertInto("item_to_time").values(items.map(row)).execute();
}

/** Says that an item was looked up, or that nobody can tell. Undefined when there is none, or it was settled before. */
export function settleItemToTime(tx: Tx, { workspaceId, id, now }: { workspaceId: string; id: string; now: Date }) {
  return tx
    .updateTable("item_to_time")
    .set({ settled_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("settled_at", "is", null)
    .returning(["workflow", "activity"])
    .executeTakeFirst();
}
