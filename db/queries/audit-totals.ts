import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type Place = { workspaceId: string };

/** Deliveries that no audit has counted yet. */
export async function listAuditBatches(tx: Tx, { workspaceId }: Place): Promise<{ batch: number; events: number }[]> {
  return tx.selectFrom("audit_batch").select(["batch", "events"]).where("workspace_id", "=", workspaceId).orderBy("batch").execute();
}

export async function deleteAuditBatches(tx: Tx, { workspaceId, batches }: Place & { batches: readonly number[] }): Promise<void> {
  await sql`delete from audit_batch where workspace_id = ${workspaceId} and batch = any (${[...batches]}::bigint[])`.execute(tx);
}

/** What the accounts were last thought to be; undefined where nothing was audited yet. */
export async function findAuditView(tx: Tx, { workspaceId }: Place): Promise<unknown> {
  return (await tx.selectFrom("audit_state").select("view").where("workspace_id", "=", workspaceId).executeTakeFirst())?.view;
}

/** The state of the totals; whoever holds it is the only one who changes them until the transaction ends. undefined: none are kept. */
export function lockAuditState(tx: Tx, { workspaceId }: Place) {
  return tx
    .selectFrom("audit_state")
    .select(["fingerprint", "view", "progress"])
    .where("workspace_id", "=", workspaceId)
    .forUpdate()
    .executeTakeFirst();
}

/** Begins anew: all totals are forgotten. */
export async function replaceAuditState(
  tx: Tx,
  { workspaceId, fingerprint, view, progress, now }: Place & { fingerprint: string; view: object; progress: object; now: Date },
): Promise<void> {
  await tx.deleteFrom("audit_state").where("workspace_id", "=", workspaceId).execute();
  await tx
    .insertInto("audit_state")
    .values({ workspace_id: workspaceId, fingerprint, view: JSON.stringify(view), progress: JSON.stringify(progress), updated_at: now })
    .execute();
}

/**
 * @param events how many events the totals count; null while they are being counted
 * @returns false when the totals were forgotten meanwhile
 */
export async function updateAuditState(
  tx: Tx,
  { workspaceId, view, progress, events, now }: Place & { view: object; progress: object | null; events: number | null; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("audit_state")
    .set({ view: JSON.stringify(view), progress: progress === null ? null : JSON.stringify(progress), events, updated_at: now })
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How many events the workspace has by what is counted of them; undefined where the totals do not say. */
export async function findCountedEvents(tx: Tx, { workspaceId }: Place): Promise<number | undefined> {
  const { rows } = await sql<{ events: number }>`
    select s.events + coalesce((select sum(b.events) from audit_batch b where b.workspace_id = s.workspace_id), 0)::bigint as events
    from audit_state s where s.workspace_id = ${workspaceId} and s.events is not null`.execute(tx);
  return rows[0]?.events;
}

/** The parts of that name, or all whose name does not begin with one of `without`. */
export function listAuditParts(
  tx: Tx,
  { workspaceId, parts, without }: Place & { parts?: readonly string[]; without?: readonly string[] },
) {
  return tx
    .selectFrom("audit_part")
    .select(["part", "body"])
    .where("workspace_id", "=", workspaceId)
    .$if(parts !== undefined, (query) => query.where(sql<boolean>`part = any (${[...(parts ?? [])]}::text[])`))
    .$if(without !== undefined, (query) =>
      query.where(sql<boolean>`not exists (select from unnest(${[...(without ?? [])]}::text[]) prefix where starts_with(part, prefix))`),
    )
    .execute();
}

/** Names of the parts that begin so, the last by name first. */
export async function listPartNames(tx: Tx, { workspaceId, prefix }: Place & { prefix: string }): Promise<string[]> {
  const rows = await tx
    .selectFrom("audit_part")
    .select("part")
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`starts_with(part, ${prefix})`)
    .orderBy("part", "desc")
    .execute();
  return rows.map(({ part }) => part);
}

export async function putAuditParts(
  tx: Tx,
  { workspaceId, parts }: Place & { parts: readonly { part: string; body: string }[] },
): Promise<void> {
  await sql`insert into audit_part (workspace_id, part, body)
    select ${workspaceId}, part, body from unnest(${parts.map(({ part }) => part)}::text[], ${parts.map(({ body }) => body)}::text[]) p (part, body)
    on conflict (workspace_id, part) do update set body = excluded.body`.execute(tx);
}

export type VariantChange = { workflow: string; path: string; cases: number };

/** Adds to how many cases take a variant; one that no case takes any more is gone. */
export async function addToVariants(tx: Tx, { workspaceId, changes }: Place & { changes: readonly VariantChange[] }): Promise<void> {
  const list = (figure: (change: VariantChange) => string | number) => changes.map(figure);
  // A variant may only lose cases that it has: gains come first, so that none falls below zero on the way.
  await sql`with change as (
      select workflow, md5(path)::uuid as path_hash, path, cases
      from unnest(${list((c) => c.workflow)}::text[], ${list((c) => c.path)}::text[], ${list((c) => c.cases)}::bigint[]) c (workflow, path, cases)),
    lost as (
      update audit_variant v set cases = v.cases + c.cases from change c
      where v.workspace_id = ${workspaceId} and v.workflow = c.workflow and v.path_hash = c.path_hash and c.cases < 0)
    insert into audit_variant as v (workspace_id, workflow, path_hash, path, cases)
    select ${workspaceId}, workflow, path_hash, path, cases from change where cases > 0
    on conflict (workspace_id, workflow, path_hash) do update set cases = v.cases + excluded.cases`.execute(tx);
  await sql`delete from audit_variant v using unnest(${list((c) => c.workflow)}::text[], ${list((c) => c.path)}::text[]) c (workflow, path)
    where v.workspace_id = ${workspaceId} and v.workflow = c.workflow and v.path_hash = md5(c.path)::uuid and v.cases = 0`.execute(tx);
}

/** How many variants each workflow has, and the most frequent of them; equally frequent ones in the order of their paths by code unit. */
export async function listTopVariants(tx: Tx, { workspaceId, limit }: Place & { limit: number }) {
  const { rows: counts } = await sql<{ workflow: string; variants: number }>`
    select workflow, count(*)::int as variants from audit_variant where workspace_id = ${workspaceId} group by workflow`.execute(tx);
  const { rows: top } = await sql<{ workflow: string; path: string; cases: number }>`
    select w.workflow, v.path, v.cases from (select distinct workflow from audit_variant where workspace_id = ${workspaceId}) w
    cross join lateral (
      select path, cases from audit_variant v where v.workspace_id = ${workspaceId} and v.workflow = w.workflow
      order by cases desc, path collate "C" fetch first ${sql.lit(limit)} rows only) v
    order by w.workflow, v.cases desc, v.path collate "C"`.execute(tx);
  return counts.map(({ workflow, variants }) => ({
    workflow,
    count: variants,
    top: top.filter((row) => row.workflow === workflow).map(({ path, cases }) => ({ path, cases })),
  }));
}
