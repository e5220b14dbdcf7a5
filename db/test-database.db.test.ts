import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function roleOf(connectionString: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select current_user as name, rolsuper as super, rolbypassrls as bypass, current_database() as database from pg_roles where rolname = current_user",
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

test("each test file gets a database of its own, owned by a role that is no superuser", async () => {
  const other = await testDatabase();
  try {
    expect(other.name).not.toBe(database.name);
    expect(await roleOf(database.ownerUrl)).toEqual({ name: "slipstream_owner", super: false, bypass: false, database: database.name });
  } finally {
    await other.drop();
  }
});

test("the application's role can log in and bypasses nothing", async () => {
  expect(await roleOf(database.appUrl)).toEqual({ name: "slipstream_app", super: false, bypass: false, database: database.name });
});

test("a dropped database is gone even while somebody is connected", async () => {
  const other = await testDatabase();
  const client = new pg.Client({ connectionString: other.ownerUrl });
  const lost = new Promise((resolve) => client.on("error", resolve));
  await client.connect();
  await other.drop();
  await lost;
  await expect(roleOf(other.ownerUrl)).rejects.toThrow(/does not exist/);
});
