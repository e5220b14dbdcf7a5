import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { survivingPool } from "./surviving-pool.ts";
import type { DB } from "./schema.ts";

export type Db = Kysely<DB>;
/** A transaction whose workspace is set: what every query function takes. */
export type Tx = Transaction<DB>;

// bigint columns hold counts and minor units, all far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Who asks, for row-level security: a workspace, and the person where one is signed in.
 * `sweep` is for what begins without a workspace: it shows to which workspaces rows of one kind belong, and changes nothing.
 */
export type Scope = {
  workspaceId?: string;
  userId?: string;
  tokenHash?: string;
  sweep?: "connections" | "audit" | "rollout" | "automations";
};

/** The database as the application sees it: tenant rows only inside a transaction that names its scope. */
export type Store = {
  db: Db;
  pool: pg.Pool;
  /** Runs `work` in one transaction with the scope set; commits when it resolves, rolls back when it rejects. */
  within: <T>(scope: Scope, work: (tx: Tx) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/**
 * Opens a pool of the application role.
 *
 * @param connectionString of a role that owns nothing; with another role, row-level security still binds through FORCE
 * @param max connections at once
 */
export function openStore(connectionString: string, { max = 10, name = "slipstream" }: { max?: number; name?: string } = {}): Store {
  const pool = survivingPool({ connectionString, max, application_name: name, connectionTimeoutMillis: 10_000 });
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    within: (scope, work) =>
      db.transaction().execute(async (tx) => {
        await setScope(tx, scope);
        return work(tx);
      }),
    close: () => db.destroy(),
  };
}

/** Sets the scope for the rest of the transaction. Outside of one nothing is set and no tenant row is visible. */
export async function setScope(tx: Tx, scope: Scope): Promise<void> {
  await sql`select set_config('app.workspace_id', ${scope.workspaceId ?? ""}, true),
                   set_config('app.user_id', ${scope.userId ?? ""}, true),
                   set_config('app.token_hash', ${scope.tokenHash ?? ""}, true),
                   set_config('app.sweep', ${scope.sweep ?? ""}, true)`.execute(tx);
}
