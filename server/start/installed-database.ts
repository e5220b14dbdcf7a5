import { clusterUrls } from "#db/embedded/start-embedded.ts";
import { readClusterFile } from "#db/embedded/cluster-file.ts";
import { postmasterPid } from "#db/embedded/leftover-server.ts";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { isAlive } from "#db/embedded/running-process.ts";
import { externalDatabase } from "./database-for-run.ts";
import type { StartSettings } from "./start-settings.ts";

/** Addresses of the database of an installation, for tools that use it beside the running processes. */
export type InstalledDatabase = {
  /** Owns the schema; forced row-level security binds it too. */
  ownerUrl: string;
  appUrl: string;
  /** Sees all rows. undefined for a server that is not ours. */
  adminUrl: string | undefined;
};

/** @throws RemedyError when the embedded server does not run */
export async function installedDatabase(settings: StartSettings): Promise<InstalledDatabase> {
  if (settings.databaseUrl) {
    const { ownerUrl, appUrl } = externalDatabase({ ...settings, databaseUrl: settings.databaseUrl });
    return { ownerUrl, appUrl, adminUrl: undefined };
  }
  const cluster = await readClusterFile(settings.dataFolder.postgres);
  const pid = cluster && (await postmasterPid(cluster.dataFolder));
  if (!cluster || !pid || !isAlive(pid)) {
    throw new RemedyError(`No database is running on ${settings.dataFolder.path}.`, {
      remedy: "Run `npm start` in another terminal first.",
    });
  }
  const { ownerUrl, appUrl, adminUrl } = clusterUrls(cluster);
  return { ownerUrl, appUrl, adminUrl: adminUrl.replace(/\/postgres$/, new URL(ownerUrl).pathname) };
}
