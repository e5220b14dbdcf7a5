import { fileURLToPath } from "node:url";
import pg from "pg";
import { runStart } from "#server/start/run-start.ts";

const script = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

/** One table that the stand-in web writes to. */
async function migrate({ ownerUrl, appPassword }: { ownerUrl: string; appPassword?: string }): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = 'slipstream_app'");
    if (!rowCount) await client.query("create role slipstream_app nologin");
    if (appPassword) await client.query(`alter role slipstream_app login password ${client.escapeLiteral(appPassword)}`);
    await client.query(
      "grant slipstream_app to current_user; create table if not exists note (text text primary key); grant select, insert on note to slipstream_app",
    );
  } finally {
    await client.end();
  }
}

const failingWeb = process.env["STAND_IN_WEB"] === "fails";
await runStart(
  { web: script(failingWeb ? "failing-web" : "web"), worker: script("worker"), build: async () => false, migrate },
  process.argv.slice(2),
);
