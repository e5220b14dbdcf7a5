import { sql } from "kysely";
import type { Tx } from "#db/client.ts";
import { eraseEvents } from "./events.ts";

export type ConnectionState = "active" | "paused" | "broken" | "gone" | "erasing";

const columns = [
  "id",
  "integration",
  "provider",
  "nango_connection_id as nangoConnectionId",
  "source_id as sourceId",
  "name",
  "state",
  "problem",
  "facts",
  "syncs",
  "connected_by as connectedBy",
  "connected_at as connectedAt",
  "checked_at as checkedAt",
  // Another value after every write of the row (https://www.postgresql.org/docs/current/ddl-system-columns.html).
  sql<string>`xmin::text`.as("version"),
] as const;

/** By time of connecting. */
export function listConnections(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("connection")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .orderBy("connected_at")
    .orderBy("id")
    .execute();
}

export function findConnection(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx.selectFrom("connection").select(columns).where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

/** As findConnection; others who want the same row wait until this transaction ends. */
export function lockConnection(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx
    .selectFrom("connection")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

/** Of two who take in accounts of one workspace at once the second waits here, and then finds what the first took in. */
export async function lockAccounts(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`accounts of ${workspaceId}`}, 0))`.execute(tx);
}

export type NangoPlace = { integration: string; nangoConnectionId: string };

/** To which workspace a connection at Nango belongs. Needs the scope `sweep`. */
export function findConnectionAtNango(tx: Tx, { integration, nangoConnectionId }: NangoPlace) {
  return tx
    .selectFrom("connection")
    .select(["workspace_id as workspaceId", "id"])
    .where("integration", "=", integration)
    .where("nango_connection_id", "=", nangoConnectionId)
    .executeTakeFirst();
}

/** Every connection of every workspace. Needs the scope `sweep`. */
export function listConnectionsOfAll(tx: Tx) {
  return tx
    .selectFrom("connection")
    .select(["workspace_id as workspaceId", "id", "integration", "nango_connection_id as nangoConnectionId", "state"])
    .orderBy("workspace_id")
    .orderBy("id")
    .execute();
}

export type NewConnection = NangoPlace & {
  workspaceId: string;
  id: string;
  provider: string;
  sourceId: string;
  name: string;
  facts?: object;
  connectedBy: object;
  now: Date;
};

/** Adds a connection with its source of events. Undefined when Nango's connection is in the workspace already. */
export async function insertConnection(tx: Tx, row: NewConnection): Promise<{ id: string } | undefined> {
  const known = await tx
    .selectFrom("connection")
    .select("id")
    .where("workspace_id", "=", row.workspaceId)
    .where("integration", "=", row.integration)
    .where("nango_connection_id", "=", row.nangoConnectionId)
    .executeTakeFirst();
  if (known) return undefined;
  // Two who add the same one at once: the second waits here for the first, and finds its source.
  const source = await tx
    .insertInto("event_source")
    .values({ workspace_id: row.workspaceId, id: row.sourceId, kind: "connection", name: `${row.name} ${row.nangoConnectionId}` })
    .onConflict((conflict) => conflict.columns(["workspace_id", "kind", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!source) return undefined;
  return tx
    .insertInto("connection")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      integration: row.integration,
      provider: row.provider,
      nango_connection_id: row.nangoConnectionId,
      source_id: row.sourceId,
      name: row.name,
      ...(row.facts === undefined ? {} : { facts: JSON.stringify(row.facts) }),
      connected_by: JSON.stringify(row.connectedBy),
      connected_at: row.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** The id of a connection at Nango in this workspace. */
export async function findConnectionId(tx: Tx, { workspaceId, integration, nangoConnectionId }: NangoPlace & { workspaceId: string }) {
  const row = await tx
    .selectFrom("connection")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("integration", "=", integration)
    .where("nango_connection_id", "=", nangoConnectionId)
    .executeTakeFirst();
  return row?.id;
}

export type ConnectionHealth = {
  workspaceId: string;
  id: string;
  state: Exclude<ConnectionState, "erasing">;
  problem: string | null;
  /** null leaves it as it was: nobody could be asked. */
  facts: object | null;
  syncs: readonly object[] | null;
  name: string | null;
  /** The row's, as it was read before looking. */
  version: string;
  now: Date;
};

/** Writes down how a connection stands, unless it is being erased. False when the row was written since it was read: nothing is. */
export async function updateConnectionHealth(
  tx: Tx,
  { workspaceId, id, state, problem, facts, syncs, name, version, now }: ConnectionHealth,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("connection")
    .set({
      state,
      problem,
      checked_at: now,
      ...(facts === null ? {} : { facts: JSON.stringify(facts) }),
      ...(syncs === null ? {} : { syncs: JSON.stringify(syncs) }),
      ...(name === null ? {} : { name }),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "!=", "erasing")
    .where(sql<boolean>`xmin::text = ${version}`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives the source of a connection's events the connection's name, with a number where another one has it. */
export async function nameSource(tx: Tx, { workspaceId, sourceId, name }: { workspaceId: string; sourceId: string; name: string }) {
  const taken = await tx
    .selectFrom("event_source")
    .select("name")
    .where("workspace_id", "=", workspaceId)
    .where("kind", "=", "connection")
    .where("id", "!=", sourceId)
    .execute();
  const names = new Set(taken.map((row) => row.name));
  let free = name;
  for (let number = 2; names.has(free); number += 1) free = `${name} (${number})`;
  await tx.updateTable("event_source").set({ name: free }).where("workspace_id", "=", workspaceId).where("id", "=", sourceId).execute();
}

/** From here on nothing more is read from it. */
export async function markConnectionErasing(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  await tx
    .updateTable("connection")
    .set({ state: "erasing", problem: null })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Erases a connection with its records in all versions, its events and its source. Returns how many rows of each are gone. */
export async function eraseConnectionRows(
  tx: Tx,
  { workspaceId, id, sourceId }: { workspaceId: string; id: string; sourceId: string },
): Promise<{ versions: number; events: number }> {
  await sql`select erase_decisions(${id}::uuid)`.execute(tx);
  const versions = await sql<{ count: number }>`select erase_records(${id}::uuid) as count`.execute(tx);
  const events = await eraseEvents(tx, { sourceId });
  await sql`select erase_objects(${sourceId}::uuid)`.execute(tx);
  await tx.deleteFrom("connection").where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
  await tx.deleteFrom("event_source").where("workspace_id", "=", workspaceId).where("id", "=", sourceId).execute();
  return { versions: versions.rows[0]?.count ?? 0, events };
}
