import { access, constants, stat } from "node:fs/promises";
import { packagedBinaries } from "#db/embedded/binaries.ts";
import { isPortFree } from "#db/embedded/free-port.ts";
import { readClusterFile } from "#db/embedded/cluster-file.ts";
import { postmasterPid } from "#db/embedded/leftover-server.ts";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { isAlive } from "#db/embedded/running-process.ts";
import { serverUser } from "#db/embedded/server-user.ts";
import { pendingMigrations } from "#db/migrate.ts";
import { freeMegabytes, readRunning, type Running } from "./data-folder.ts";
import { waitForDatabase } from "./database-for-run.ts";
import { takeLock } from "./instance-lock.ts";
import { installedDatabase } from "./installed-database.ts";
import type { StartSettings } from "./start-settings.ts";

/** What one look at the installation found. `mend` says what to do; a finding without one is in order. */
export type Finding = { what: string; mend?: string };

type Check = { name: string; look: (settings: StartSettings, running: Running | undefined) => Promise<Finding> };

const LOW_DISK_MB = 2000;

/** In the order in which a start would meet the troubles. */
export const CHECKS: readonly Check[] = [
  {
    name: "Node",
    look: async () => {
      const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
      const isEnough = major > 22 || (major === 22 && minor >= 18);
      return { what: process.version, ...(isEnough ? {} : { mend: "Install a current Node from https://nodejs.org." }) };
    },
  },
  {
    name: "Data folder",
    look: async ({ dataFolder: { path } }) => {
      const found = await stat(path).catch(() => undefined);
      if (!found) return { what: `${path} is not there yet: the first start makes it` };
      const isOurs = found.uid === (process.getuid?.() ?? found.uid);
      const isWritable = await isAllowed(path);
      if (!isWritable) return { what: `${path} cannot be written`, mend: `sudo chown -R "$(id -un)" "${path}"` };
      return isOurs
        ? { what: path }
        : {
            what: `${path} belongs to user ${found.uid}`,
            mend: "Run as its owner, as you did before: files of two users in one folder lock each other out.",
          };
    },
  },
  {
    name: "Disk",
    look: async ({ dataFolder: { path } }) => {
      const free = await freeMegabytes(path).catch(() => freeMegabytes("."));
      return {
        what: `${free} MB free`,
        ...(free < LOW_DISK_MB
          ? { mend: `Less than ${LOW_DISK_MB} MB: free some space, or set SLIPSTREAM_DATA to a folder on another disk.` }
          : {}),
      };
    },
  },
  {
    name: "Running",
    look: async ({ dataFolder }, running) => {
      if (running) return { what: running.url ? `at ${running.url}, process ${running.pid}` : `starting, process ${running.pid}` };
      const left = ((await readRunning(dataFolder))?.processes ?? []).filter(({ pid }) => isAlive(pid));
      return { what: left.length > 0 ? "no; the next start ends what an earlier run left" : "no" };
    },
  },
  {
    name: "Port",
    look: async ({ port, host, isExplicit }, running) => {
      if (running || (await isPortFree(port, host))) return { what: running ? "in use by this installation" : `${port} is free` };
      if (!isExplicit) return { what: `${port} is taken: a start uses the next free one` };
      return { what: `${port} is taken by another program`, mend: `Stop it (\`lsof -i :${port}\` names it), or set PORT to another.` };
    },
  },
  {
    name: "Database programs",
    look: async ({ databaseUrl }) => {
      if (databaseUrl) return { what: "not needed with DATABASE_URL" };
      const { version } = await packagedBinaries();
      const user = serverUser();
      return { what: `Postgres ${version}${user ? `, runs as ${user.name} because you are root` : ""}` };
    },
  },
  {
    name: "Database",
    look: async (settings, running) => {
      if (!settings.databaseUrl && !running) return describeStopped(settings);
      const { ownerUrl } = await installedDatabase(settings);
      await waitForDatabase(ownerUrl, AbortSignal.timeout(5000));
      return { what: "answers" };
    },
  },
  {
    name: "Migrations",
    look: async (settings, running) => {
      if (!settings.databaseUrl && !running) return { what: "looked at when the database runs" };
      const pending = await pendingMigrations((await installedDatabase(settings)).ownerUrl);
      return pending.length === 0
        ? { what: "current" }
        : {
            what: `${pending.length} have not run: ${pending.join(", ")}`,
            mend: "Stop Slipstream and run `npm start`: it migrates before anything else.",
          };
    },
  },
  {
    name: "Web",
    look: async (_settings, running) => {
      if (!running?.url) return { what: "not running" };
      const response = await fetch(`${running.url}/health/ready`, { signal: AbortSignal.timeout(10_000) });
      return response.ok
        ? { what: "ready" }
        : {
            what: `answers ${response.status}: ${(await response.text()).slice(0, 200)}`,
            mend: "Its last lines are in the logs folder of the data folder (web.log).",
          };
    },
  },
];

/** Looks at one thing. Whatever goes wrong in looking is the finding. */
export async function examine({ look }: Check, settings: StartSettings, running: Running | undefined): Promise<Finding> {
  try {
    return await look(settings, running);
  } catch (error) {
    if (error instanceof RemedyError) return { what: error.message, mend: error.remedy };
    return { what: error instanceof Error ? error.message : String(error), mend: "Stop Slipstream, run `npm start`, and look again." };
  }
}

/** What runs on the data folder by the word of its lock; undefined when nothing does. */
export async function findRunning({ dataFolder }: StartSettings): Promise<Running | undefined> {
  if (!(await isAllowed(dataFolder.path))) return undefined;
  const lock = await takeLock(dataFolder.path);
  lock?.release();
  return lock ? undefined : readRunning(dataFolder);
}

async function describeStopped({ dataFolder }: StartSettings): Promise<Finding> {
  const cluster = await readClusterFile(dataFolder.postgres);
  if (!cluster) return { what: "the first start creates it" };
  const found = await stat(cluster.dataFolder).catch(() => undefined);
  if (!found)
    return {
      what: `its files are missing: ${cluster.dataFolder}`,
      mend: "Restore them from a backup. `npm start` would create an empty database there.",
    };
  const pid = await postmasterPid(cluster.dataFolder);
  return {
    what:
      pid && isAlive(pid)
        ? `a server of an earlier run is there (process ${pid}); the next start stops it first`
        : `stopped; its files are in ${cluster.dataFolder}`,
  };
}

async function isAllowed(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
