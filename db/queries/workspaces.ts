import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type WorkspaceFields = { name: string; currency: string; timeZone: string; locale: string; workingDaysAYear: number };

const columns = [
  "workspace_id as workspaceId",
  "name",
  "currency",
  "time_zone as timeZone",
  "locale",
  "working_days_a_year as workingDaysAYear",
  "demo",
  "created_at as createdAt",
] as const;

const row = ({ name, currency, timeZone, locale, workingDaysAYear }: WorkspaceFields) => ({
  name,
  currency,
  time_zone: timeZone,
  locale,
  working_days_a_year: workingDaysAYear,
});

export async function insertWorkspace(
  tx: Tx,
  { workspaceId, demo, now, ...fields }: WorkspaceFields & { workspaceId: string; demo: boolean; now: Date },
): Promise<void> {
  await tx
    .insertInto("workspace")
    .values({ workspace_id: workspaceId, demo, created_at: now, ...row(fields) })
    .execute();
}

export function findWorkspace(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx.selectFrom("workspace").select(columns).where("workspace_id", "=", workspaceId).executeTakeFirst();
}

/** As findWorkspace; changes of the workspace and its people wait for each other until the transaction ends. */
export function lockWorkspace(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx.selectFrom("workspace").select(columns).where("workspace_id", "=", workspaceId).forUpdate().executeTakeFirst();
}

export async function updateWorkspaceRow(tx: Tx, { workspaceId, ...fields }: WorkspaceFields & { workspaceId: string }): Promise<void> {
  await tx.updateTable("workspace").set(row(fields)).where("workspace_id", "=", workspaceId).execute();
}

/** Deletes the workspace of the scope with all its rows, the append-only ones too. */
export async function eraseWorkspaceOfScope(tx: Tx): Promise<void> {
  await sql`select erase_objects(null)`.execute(tx);
  await sql`select erase_workspace()`.execute(tx);
}

const SET_UP_LOCK = 7_230_042; // any number that nothing else in this database locks

/** Of two set-ups at once the second waits here, and then finds the first. */
export async function lockSetUp(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SET_UP_LOCK})`.execute(tx);
}

const DEMO_LOCK = 7_230_043;

/** Of two requests that make or erase the demo at once the second waits here. */
export async function lockDemo(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${DEMO_LOCK})`.execute(tx);
}
