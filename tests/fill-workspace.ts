import { randomUUID } from "node:crypto";
import type pg from "pg";
import * as z from "zod";

const Column = z.object({ name: z.string(), type: z.string(), required: z.boolean() });
const ForeignKey = z.object({ columns: z.array(z.string()), parent: z.string(), parentColumns: z.array(z.string()) });
const Table = z.object({
  name: z.string(),
  columns: z.array(Column),
  keys: z.array(z.string()),
  parents: z.array(ForeignKey),
  checks: z.array(z.string()),
});

export type TenantTable = z.infer<typeof Table>;
export type Row = Record<string, unknown>;

/** Of a pg_class c: whether it has a workspace_id and is no partition. */
const IS_TENANT_TABLE = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)`;

/** Tables that hold rows of a workspace: all with a workspace_id, partitions left out. */
export async function tenantTables(client: pg.Client): Promise<TenantTable[]> {
  const { rows } = await client.query(`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'required', a.attnotnull) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(a.attname order by k.place) from pg_index i, unnest(i.indkey) with ordinality k (number, place), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.number), '[]') as keys,
      coalesce((select json_agg(json_build_object('parent', f.confrelid::regclass::text,
          'columns', (select json_agg(a.attname order by k.place) from unnest(f.conkey) with ordinality k (number, place), pg_attribute a where a.attrelid = c.oid and a.attnum = k.number),
          'parentColumns', (select json_agg(a.attname order by k.place) from unnest(f.confkey) with ordinality k (number, place), pg_attribute a where a.attrelid = f.confrelid and a.attnum = k.number)))
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as parents,
      coalesce((select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as checks
    from pg_class c
    where ${IS_TENANT_TABLE}
    order by c.relname`);
  return z.array(Table).parse(rows);
}

/** Values that a check constraint demands and a rule below cannot guess. */
const FITTING: Readonly<Record<string, unknown>> = { "workspace.currency": "USD" };

/**
 * Puts one more row into every tenant table, parents first, through a role that row-level security does not bind.
 * Texts carry the mark, so that any of them is recognised wherever it turns up.
 *
 * @param given columns whose value is fixed for every table that has them, such as the workspace
 * @returns the row of each table
 */
export async function fillWorkspace(client: pg.Client, { mark, given }: { mark: string; given: Row }): Promise<Map<string, Row>> {
  const made = new Map<string, Row>();
  const waiting = (await tenantTables(client)).filter(({ name }) => name !== "workspace" && name !== "membership");
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ name, parents }) =>
      parents.every(({ parent }) => parent === name || !waiting.some((other) => other.name === parent)),
    );
    const [table] = waiting.splice(Math.max(0, index), 1);
    if (!table) break;
    const row: Row = {};
    for (const column of table.columns) row[column.name] = given[column.name] ?? valueFor(table, column, mark);
    for (const { columns, parent, parentColumns } of table.parents) {
      const source = made.get(parent);
      if (source) columns.forEach((column, place) => (row[column] = source[parentColumns[place] ?? ""]));
    }
    const names = Object.keys(row);
    const places = names.map((_, place) => `$${place + 1}`);
    await client.query(
      `insert into "${table.name}" (${names.map((name) => `"${name}"`).join(", ")}) values (${places.join(", ")})`,
      Object.values(row),
    );
    made.set(table.name, row);
  }
  return made;
}

function valueFor(table: TenantTable, { name, type }: z.infer<typeof Column>, mark: string): unknown {
  const fitting = FITTING[`${table.name}.${name}`];
  if (fitting !== undefined) return fitting;
  const choice = table.checks.map((check) => new RegExp(`\\(${name} = ANY \\(ARRAY\\['([^']+)'`).exec(check)?.[1]).find(Boolean);
  if (choice !== undefined) return choice;
  if (type === "uuid") return randomUUID();
  if (type === "jsonb" || type === "json") return JSON.stringify({ type: "system", name: mark });
  if (type.startsWith("timestamp") || type === "date") return new Date("2026-01-05T08:00:00.000Z");
  if (type === "boolean") return false;
  if (type.endsWith("[]")) return [];
  return ["bigint", "integer", "smallint", "double precision", "numeric", "real"].includes(type) ? 1 : `${mark} ${name}`;
}

/** All rows of a workspace in all tenant tables, as text that changes when any of them does. */
export async function workspaceSnapshot(client: pg.Client, workspaceId: string): Promise<Record<string, string>> {
  // Not tenantTables: what it says of columns and keys takes longer to find than the rows.
  const tables = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c where ${IS_TENANT_TABLE} order by c.relname`,
  );
  const ofEach = tables.rows.map(
    ({ name }) => `select '${name}' as name, (select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text
      from "${name}" t where workspace_id = $1) as rows`,
  );
  const { rows } = await client.query<{ name: string; rows: string }>(ofEach.join(" union all "), [workspaceId]);
  return Object.fromEntries(rows.map((table) => [table.name, table.rows]));
}
