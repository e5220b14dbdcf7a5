import pg from "pg";
import { MIGRATIONS } from "./migrations.ts";

/** What runs a statement: the pool, or one transaction. Rows come as Postgres gives them, times as ISO 8601 text in UTC. */
export type Sql = { query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]> };

export type Database = Sql & {
  transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

const MIGRATION_LOCK = 7_261_540; // any number that nobody else in this database locks

/**
 * Opens the schema `nango` of a database and brings it up to date.
 *
 * @param url a Postgres URL whose role may create the schema
 */
export async function openDatabase(url: string): Promise<Database> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, toIso);
  const pool = new pg.Pool({ connectionString: url, max: 12, types, options: "-c TimeZone=UTC", application_name: "nango-emulator" });
  // A connection that breaks, idle or between two statements of a transaction, is replaced by the pool; without a listener the process would end.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const transaction: Database["transaction"] = async (work) => {
    const client = await pool.connect();
    let isBroken = false;
    try {
      await client.query("begin");
      const result = await work(sqlOf(client));
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => {
        isBroken = true;
      });
      throw error;
    } finally {
      client.release(isBroken);
    }
  };
  await transaction(migrate);
  return { ...sqlOf(pool), transaction, close: () => pool.end() };
}

async function migrate(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
  await sql.query("create schema if not exists nango");
  await sql.query("create table if not exists nango.migration (step integer primary key, run_at timestamptz not null default now())");
  const done = await sql.query<{ step: number }>("select step from nango.migration");
  const steps = new Set(done.map(({ step }) => step));
  for (const [step, text] of MIGRATIONS.entries()) {
    if (steps.has(step)) continue;
    await sql.query(text);
    await sql.query("insert into nango.migration (step) values ($1)", [step]);
  }
}

function sqlOf(runner: pg.Pool | pg.PoolClient): Sql {
  return {
    query: async <Row extends object>(text: string, values?: readonly unknown[]) => {
      const result = await (values ? runner.query<Row>(text, [...values]) : runner.query<Row>(text));
      return result.rows;
    },
  };
}

/** "2026-11-23 03:55:51.93376+00" as "2026-11-23T03:55:51.93376+00:00": all digits kept, as the API prints them. */
function toIso(text: string): string {
  return text.replace(" ", "T").replace(/\+00$/, "+00:00");
}
