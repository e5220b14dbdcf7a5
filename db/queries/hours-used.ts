import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

/** What was entered, the newest week first; at most `limit`. */
export function listHoursUsed(tx: Tx, { workspaceId, limit }: { workspaceId: string; limit: number }) {
  return tx
    .selectFrom("hours_used")
    .select([
      "id",
      "workflow",
      sql<string>`week::text`.as("week"),
      "use",
      "hours",
      "what",
      "minor_per_hour as minorPerHour",
      "entered_by as enteredBy",
      "entered_at as enteredAt",
    ])
    .where("workspace_id", "=", workspaceId)
    .orderBy("week", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export type NewHoursUsed = {
  workspaceId: string;
  id: string;
  workflow: string;
  week: string;
  use: string;
  hours: number;
  what: string;
  minorPerHour: number | null;
  enteredBy: object;
  now: Date;
};

export async function insertHoursUsed(tx: Tx, entry: NewHoursUsed): Promise<void> {
  await tx
    .insertInto("hours_used")
    .values({
      workspace_id: entry.workspaceId,
      id: entry.id,
      workflow: entry.workflow,
      week: entry.week,
      use: entry.use,
      hours: entry.hours,
      what: entry.what,
      minor_per_hour: entry.minorPerHour,
      entered_by: JSON.stringify(entry.enteredBy),
      entered_at: entry.now,
    })
    .execute();
}

/** Takes an entry away. Undefined when there is none of that id. */
export function deleteHoursUsed(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx
    .deleteFrom("hours_used")
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .returning(["id", "workflow", sql<string>`week::text`.as("week"), "use", "hours", "what"])
    .executeTakeFirst();
}
