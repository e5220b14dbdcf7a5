import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { isAlive } from "./embedded/running-process.ts";
import { startEmbedded } from "./embedded/start-embedded.ts";
import { migrateToLatest } from "./migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the database tests find their server; see test-database.ts. */
    databaseServer: { adminUrl: string; ownerUrl: string; appPassword: string };
  }
}

const PREFIX = "slipstream-test-";

/**
 * Starts one embedded server for all database tests, without durability, and migrates the template that each test file clones.
 * The server and its folder go with this process, even when it is killed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftFolders();
  const home = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startEmbedded({ home, mode: "fast", logFile: join(home, "postgres.log"), removeAtEnd: true });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await admin.query("create database slipstream_template owner slipstream_owner");
    await migrateToLatest({ ownerUrl: onDatabase(server.ownerUrl, "slipstream_template"), appPassword: server.appPassword });
    await admin.query("alter database slipstream_template is_template true");
  } finally {
    await admin.end();
  }
  project.provide("databaseServer", { adminUrl: server.adminUrl, ownerUrl: server.ownerUrl, appPassword: server.appPassword });
  return async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}

function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** The folder of a killed run is removed by its server's keeper; one of a killed machine is left for us. */
async function removeLeftFolders(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  const left = folders.filter((name) => !isAlive(Number.parseInt(name.slice(PREFIX.length), 10)));
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}
