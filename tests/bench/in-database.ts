import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestDatabase } from "#db/test-database.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { migrateToLatest } from "#db/migrate.ts";

/** Works with an embedded server and its database, in the way of the tests; both go with the work. */
export async function inDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "slipstream-bench-"));
  const server = await startEmbedded({ home, mode: "fast", logFile: join(home, "postgres.log"), removeAtEnd: true });
  try {
    await migrateToLatest({ ownerUrl: server.ownerUrl, appPassword: server.appPassword });
    await work({ name: "bench", ownerUrl: server.ownerUrl, appUrl: server.appUrl, drop: async () => {} });
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}
