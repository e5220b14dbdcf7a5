import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type ChangeRow = {
  workspaceId: string;
  id: string;
  at: Date;
  actor: object;
  noun: string;
  nounId: string;
  verb: string;
  before: object | null;
  after: object | null;
};

export async function insertChange(tx: Tx, change: ChangeRow): Promise<void> {
  await tx
    .insertInto("change_log")
    .values({
      workspace_id: change.workspaceId,
      id: change.id,
      at: change.at,
      actor: JSON.stringify(change.actor),
      noun: change.noun,
      noun_id: change.nounId,
      verb: change.verb,
      before: change.before === null ? null : JSON.stringify(change.before),
      after: change.after === null ? null : JSON.stringify(change.after),
    })
    .execute();
}

export type ChangeFilter = {
  workspaceId: string;
  noun?: string | undefined;
  userId?: string | undefined;
  beforeId?: string | undefined;
  limit: number;
};

/** Newest first; ids are sortable by time. `beforeId` continues after the last row of the page before. */
export function listChangeRows(tx: Tx, { workspaceId, noun, userId, beforeId, limit }: ChangeFilter) {
  return tx
    .selectFrom("change_log")
    .select(["id", "at", "actor", "noun", "noun_id as nounId", "verb", "before", "after"])
    .where("workspace_id", "=", workspaceId)
    .$if(noun !== undefined, (query) => query.where("noun", "=", noun ?? ""))
    .$if(userId !== undefined, (query) => query.where(sql`actor ->> 'userId'`, "=", userId ?? ""))
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Lines about some things of one kind, in order of time. */
export function listChangesOf(tx: Tx, { workspaceId, noun, nounIds }: { workspaceId: string; noun: string; nounIds: readonly string[] }) {
  return tx
    .selectFrom("change_log")
    .select(["id", "at", "actor", "noun_id as nounId", "verb", "after"])
    .where("workspace_id", "=", workspaceId)
    .where("noun", "=", noun)
    .where(sql<boolean>`noun_id = any(${[...nounIds]})`)
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** What has been changed at all and by whom, for the filters of the log. */
export async function changeFacets(tx: Tx, { workspaceId }: { workspaceId: string }) {
  const nouns = await tx
    .selectFrom("change_log")
    .select("noun")
    .distinct()
    .where("workspace_id", "=", workspaceId)
    .orderBy("noun")
    .execute();
  const people = await tx
    .selectFrom("change_log")
    .select([sql<string>`actor ->> 'userId'`.as("userId"), sql<string>`max(actor ->> 'name')`.as("name")])
    .where("workspace_id", "=", workspaceId)
    .where(sql`actor ->> 'userId'`, "is not", null)
    .groupBy(sql`actor ->> 'userId'`)
    .orderBy("name")
    .execute();
  return { nouns: nouns.map(({ noun }) => noun), people };
}
