import { readdir } from "node:fs/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Migrator, type Migration, type MigrationProvider } from "kysely/migration";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { survivingPool } from "./surviving-pool.ts";
import { APP_ROLE } from "./tenancy.ts";

export type MigrateOptions = {
  /** A role that may create roles and owns the schema. */
  ownerUrl: string;
  /** Password of the login role that web and worker use. Without it the role cannot log in, only be switched to. */
  appPassword?: string;
  log?: (line: string) => void;
};

const FOLDER = new URL("./migrations/", import.meta.url);

const provider: MigrationProvider = {
  async getMigrations() {
    const files = (await readdir(FOLDER)).filter((file) => /^\d{4}-.*\.ts$/.test(file)).sort();
    const entries = files.map(async (file) => [file.replace(/\.ts$/, ""), await load(file)] as const);
    return Object.fromEntries(await Promise.all(entries));
  },
};

async function load(file: string): Promise<Migration> {
  const loaded: unknown = await import(new URL(file, FOLDER).href);
  if (!isMigration(loaded)) throw new Error(`db/migrations/${file} has to export up and down`);
  return loaded;
}

const isMigration = (loaded: unknown): loaded is Required<Migration> =>
  typeof loaded === "object" &&
  loaded !== null &&
  "up" in loaded &&
  typeof loaded.up === "function" &&
  "down" in loaded &&
  typeof loaded.down === "function";

/** Brings the database to the newest schema. Two at once are safe: the second waits on an advisory lock and finds nothing to do. */
export async function migrateToLatest(options: MigrateOptions): Promise<void> {
  await alone(options.ownerUrl, async () => {
    await withOwner(options, async (migrator) => migrator.migrateToLatest());
    await installQueue(options.ownerUrl);
  });
}

/** Takes back the newest `steps` migrations. The data of the tables they made is lost. */
export async function migrateDown({ steps = 1, ...options }: MigrateOptions & { steps?: number }): Promise<void> {
  await alone(options.ownerUrl, async () => {
    for (let step = 0; step < steps; step += 1) await withOwner(options, async (migrator) => migrator.migrateDown());
  });
}

const ownerPool = (connectionString: string): pg.Pool => survivingPool({ connectionString, max: 2 });
const ownerClient = (connectionString: string): pg.Client => new pg.Client({ connectionString }).on("error", () => {});

const MIGRATION_LOCK = 7_230_041; // any number that nothing else in this database locks

/** Holds one advisory lock over role, schema and queue; a process that dies gives it up with its connection. */
async function alone(ownerUrl: string, work: () => Promise<void>): Promise<void> {
  const client = ownerClient(ownerUrl);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await work();
  } finally {
    await client.end();
  }
}

/** Names of migrations that have not run yet; [] when the schema is current. */
export async function pendingMigrations(ownerUrl: string): Promise<string[]> {
  const pool = ownerPool(ownerUrl);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const all = await new Migrator({ db, provider }).getMigrations();
    return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
  } finally {
    await db.destroy();
  }
}

async function withOwner(
  { ownerUrl, appPassword, log = () => {} }: MigrateOptions,
  run: (migrator: Migrator) => Promise<{ error?: unknown; results?: { migrationName: string; status: string; direction: string }[] }>,
): Promise<void> {
  const pool = ownerPool(ownerUrl);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await ensureAppRole(db, appPassword);
    const { error, results = [] } = await run(new Migrator({ db, provider }));
    for (const { migrationName, status, direction } of results) log(`${direction.toLowerCase()} ${migrationName}: ${status}`);
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

/** Roles belong to the whole server, so another database's migration may touch the same role at the same moment: try again then. */
async function ensureAppRole(db: Kysely<unknown>, password: string | undefined, triesLeft = 5): Promise<void> {
  try {
    await sql`do $$ begin
        if not exists (select 1 from pg_roles where rolname = '${sql.raw(APP_ROLE)}') then create role ${sql.ref(APP_ROLE)} nologin; end if;
      end $$`.execute(db);
    if (password !== undefined) await sql`alter role ${sql.ref(APP_ROLE)} with login password ${sql.lit(password)}`.execute(db);
    const { rows } = await sql<{ member: boolean }>`select pg_has_role(current_user, ${APP_ROLE}, 'MEMBER') as member`.execute(db);
    if (!rows[0]?.member) await sql`grant ${sql.ref(APP_ROLE)} to current_user`.execute(db);
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    const collided = code === "XX000" || code === "23505" || code === "42710"; // tuple concurrently updated, duplicate role
    if (!collided || triesLeft === 0) throw error;
    await ensureAppRole(db, password, triesLeft - 1);
  }
}

/** The queue's own schema is installed by the owner; the application role may then send, fetch and create queues. */
async function installQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false, registerInstance: false });
  boss.on("error", () => {});
  await boss.start();
  await boss.stop({ graceful: false });
  const client = ownerClient(ownerUrl);
  await client.connect();
  try {
    await client.query(`grant usage on schema pgboss to ${APP_ROLE};
      grant select, insert, update, delete on all tables in schema pgboss to ${APP_ROLE};
      grant execute on all functions in schema pgboss to ${APP_ROLE};
      grant usage, select on all sequences in schema pgboss to ${APP_ROLE};`);
  } finally {
    await client.end();
  }
}
