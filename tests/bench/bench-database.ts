import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { openStore, type Store } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { migrateToLatest } from "#db/migrate.ts";

export type BenchDatabase = {
  ownerUrl: string;
  /** May copy into tenant tables past their policies. */
  admin: pg.Client;
  store: Store;
  appUrl: string;
  close: () => Promise<void>;
};

/** Names a folder that keeps the database of the benches from run to run: a log of ten million events takes minutes to write. */
const KEPT_IN = "BENCH_HOME";

/**
 * An embedded server of its own with the newest schema, durable as in an installation; in a folder that goes with it unless BENCH_HOME names one.
 *
 * @param fresh an empty one, whatever is kept
 */
export async function benchDatabase({ fresh = false }: { fresh?: boolean } = {}): Promise<BenchDatabase> {
  const kept = fresh ? undefined : process.env[KEPT_IN];
  const home = kept ? resolve(kept) : await mkdtemp(join(tmpdir(), "slipstream-bench-"));
  await mkdir(home, { recursive: true });
  const server = await startEmbedded({ home, mode: "durable", logFile: join(home, "postgres.log"), removeAtEnd: !kept });
  await migrateToLatest({ ownerUrl: server.ownerUrl, appPassword: server.appPassword });
  const adminUrl = new URL(server.adminUrl);
  adminUrl.pathname = new URL(server.ownerUrl).pathname;
  const admin = new pg.Client({ connectionString: adminUrl.href });
  await admin.connect();
  const store = openStore(server.appUrl, { max: 4, name: "bench" });
  const close = async () => {
    await store.close();
    await admin.end();
    await server.stop();
    if (!kept) await rm(home, { recursive: true, force: true });
  };
  return { ownerUrl: server.ownerUrl, admin, store, appUrl: server.appUrl, close };
}
