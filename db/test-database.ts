import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { APP_ROLE } from "./tenancy.ts";

export type TestDatabase = {
  name: string;
  /** The role that owns the schema. */
  ownerUrl: string;
  /** The role web and worker use; row-level security binds it. */
  appUrl: string;
  /** Removes the database, whoever is still connected to it. */
  drop: () => Promise<void>;
};

/** A database of its own for one test file, cloned from the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, ownerUrl, appPassword } = inject("databaseServer");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Copied as files: through the log of changes, as otherwise, it takes several times as long.
  await asAdmin(adminUrl, `create database ${name} template slipstream_template owner slipstream_owner strategy file_copy`);
  const owner = new URL(ownerUrl);
  owner.pathname = `/${name}`;
  const app = new URL(owner);
  app.username = APP_ROLE;
  app.password = appPassword;
  return { name, ownerUrl: owner.href, appUrl: app.href, drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`) };
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
