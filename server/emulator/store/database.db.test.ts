import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { testDatabase } from "#db/test-database.ts";
import { openDatabase } from "./database.ts";

test("a connection that breaks between two statements fails its transaction, and neither the process nor the next one", async () => {
  const given = await testDatabase();
  const database = await openDatabase(given.ownerUrl);
  try {
    const broken = database.transaction(async (sql) => {
      const [own] = await sql.query<{ pid: number }>("select pg_backend_pid() as pid");
      // In the pool, so on another connection: as if the server had been stopped.
      await database.query("select pg_terminate_backend($1)", [own?.pid]);
      await wait(50);
      return sql.query("select 1");
    });
    await expect(broken).rejects.toThrow(/terminat|not queryable/i);
    expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
    await given.drop();
  }
});
