import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type Ask = { workspaceId: string; id: string };

export type NewSupplierAsk = Ask & {
  connectionId: string;
  sourceId: string;
  caseId: string;
  recipient: string;
  tokenHash: string;
  page: object;
  now: Date;
  expiresAt: Date;
};

/** Keeps an ask before its letter leaves. One that is there already, from an earlier try, is left as it is. */
export async function insertSupplierAsk(tx: Tx, ask: NewSupplierAsk): Promise<void> {
  await tx
    .insertInto("supplier_ask")
    .values({
      workspace_id: ask.workspaceId,
      id: ask.id,
      connection_id: ask.connectionId,
      source_id: ask.sourceId,
      case_id: ask.caseId,
      recipient: ask.recipient,
      token_hash: ask.tokenHash,
      page: JSON.stringify(ask.page),
      created_at: ask.now,
      expires_at: ask.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing())
    .execute();
}

/**
 * How many letters went to a recipient, or may have gone, since a time, one of them left out. Whoever counts the same recipient waits until the
 * transaction ends, so that two workers do not both send the last one that is allowed.
 */
export async function countAsksTo(
  tx: Tx,
  {
    workspaceId,
    connectionId,
    recipient,
    since,
    but,
  }: { workspaceId: string; connectionId: string; recipient: string; since: Date; but: string },
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`supplier ask ${workspaceId} ${connectionId} ${recipient}`}, 0))`.execute(tx);
  const { count } = await tx
    .selectFrom("supplier_ask")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .where("recipient", "=", recipient)
    .where("created_at", ">", since)
    .where("id", "<>", but)
    .executeTakeFirstOrThrow();
  return count;
}

/** The letter has left: its page is open, and the pages of earlier letters about the same case are closed. */
export async function markAskSent(tx: Tx, { workspaceId, id, caseId, now }: Ask & { caseId: string; now: Date }): Promise<void> {
  await tx.updateTable("supplier_ask").set({ sent_at: now }).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await closeAsks(tx, { workspaceId, caseId, but: id, now });
}

/** Closes the pages of a case that are open, but for one. */
export async function closeAsks(
  tx: Tx,
  { workspaceId, caseId, but, now }: { workspaceId: string; caseId: string; but: string; now: Date },
): Promise<void> {
  await tx
    .updateTable("supplier_ask")
    .set({ closed_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("case_id", "=", caseId)
    .where("id", "<>", but)
    .where("closed_at", "is", null)
    .execute();
}

/** Closes one page. @returns whether it was open */
export async function closeAsk(tx: Tx, { workspaceId, id, now }: Ask & { now: Date }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("supplier_ask")
    .set({ closed_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** By the hash of its token, while its page is open. Needs a scope with that hash; the workspace is not known yet. */
export function findAskByToken(tx: Tx, { tokenHash, now }: { tokenHash: string; now: Date }) {
  return tx
    .selectFrom("supplier_ask")
    .select([
      "workspace_id as workspaceId",
      "id",
      "connection_id as connectionId",
      "source_id as sourceId",
      "case_id as caseId",
      "recipient",
      "page",
      "expires_at as expiresAt",
    ])
    .where("token_hash", "=", tokenHash)
    .where("closed_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
}

/** What was answered to an ask; undefined while nothing was. */
export function findSupplierAnswer(tx: Tx, { workspaceId, id }: Ask) {
  return tx
    .selectFrom("supplier_answer")
    .select(["answered_at as answeredAt", "lines"])
    .where("workspace_id", "=", workspaceId)
    .where("ask_id", "=", id)
    .executeTakeFirst();
}

/** Keeps an answer; the first one stands. @returns whether this was the first */
export async function insertSupplierAnswer(
  tx: Tx,
  { workspaceId, id, lines, now }: Ask & { lines: readonly object[]; now: Date },
): Promise<boolean> {
  const added = await tx
    .insertInto("supplier_answer")
    .values({ workspace_id: workspaceId, ask_id: id, answered_at: now, lines: JSON.stringify(lines) })
    .onConflict((conflict) => conflict.columns(["workspace_id", "ask_id"]).doNothing())
    .returning("ask_id")
    .executeTakeFirst();
  return added !== undefined;
}

/** Which of some asks have a page that is open. */
export async function listOpenPages(
  tx: Tx,
  { workspaceId, ids, now }: { workspaceId: string; ids: readonly string[]; now: Date },
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom("supplier_ask")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("id", "in", [...ids])
    .where("closed_at", "is", null)
    .where("expires_at", ">", now)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
