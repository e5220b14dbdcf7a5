import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openStore, type Store } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { migrateToLatest } from "#db/migrate.ts";

export type BenchDatabase = {
  ownerUrl: string;
  /** May copy into tenant tables past their policies. */
  admin: pg.Client;
  store: Store;
  close: () => Promise<void>;
};

/** An embedded server of its own with the newest schema, in a folder that goes with it. Durable as in an installation. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const home = await mkdtemp(join(tmpdir(), "slipstream-bench-"));
  const server = await startEmbedded({ home, mode: "durable", logFile: join(home, "postgres.log"), removeAtEnd: true });
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
    await rm(home, { recursive: true, force: true });
  };
  return { ownerUrl: server.ownerUrl, admin, store, close };
}
