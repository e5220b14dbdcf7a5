import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "#db/test-database.ts";
import { openDatabase, type Database } from "./database.ts";
import { countRecords, deleteRecords, deleteUnseen, emptyShelves, mergeRecords, saveRecords } from "./records.ts";

let given: TestDatabase;
let database: Database;
let connection = 0;

beforeAll(async () => {
  given = await testDatabase();
  database = await openDatabase(given.ownerUrl);
  await database.query("insert into nango.integration (unique_key, provider) values ('shop', 'shopify')");
  const [row] = await database.query<{ id: number }>(
    `insert into nango.connection (connection_id, provider_config_key, provider, credentials_sealed)
     values ($1, 'shop', 'shopify', '\\x00') returning id`,
    [randomUUID()],
  );
  connection = row?.id ?? 0;
});
afterAll(async () => {
  await database.close();
  await given.drop();
});

const counts = async () => Object.fromEntries(await countRecords(database, connection));
/** Counted anew, as the truth is. */
const counted = async () => {
  const rows = await database.query<{ model: string; count: number }>(
    "select model, count(*)::integer as count from nango.record where connection = $1 and deleted_at is null group by model",
    [connection],
  );
  return Object.fromEntries(rows.map(({ model, count }) => [model, count]));
};

test("the live records of each model are counted through saves, repeats, merges, deletions and what a run did not see any more", async () => {
  const orders = { connection, model: "Order" };
  const three = [{ id: "1" }, { id: "2" }, { id: "3" }];
  await saveRecords(database, orders, three, 1);
  await saveRecords(database, { connection, model: "Return" }, [{ id: "1" }], 1);
  expect(await counts()).toEqual({ Order: 3, Return: 1 });
  await saveRecords(database, orders, [{ id: "1" }, { id: "2", state: "open" }, { id: "4" }], 2);
  await mergeRecords(database, orders, [{ id: "3", state: "open" }, { id: "9" }], 2);
  expect(await counts()).toEqual({ Order: 4, Return: 1 });
  await deleteRecords(database, orders, [{ id: "1" }, { id: "9" }], 2);
  await deleteRecords(database, orders, [{ id: "1" }], 2);
  expect(await counts()).toEqual({ Order: 3, Return: 1 });
  await saveRecords(database, orders, [{ id: "1" }], 3);
  expect(await deleteUnseen(database, orders, 3)).toHaveLength(3);
  expect(await counts()).toEqual({ Order: 1, Return: 1 });
  expect(await counts()).toEqual(await counted());
});

test("two runs that save at once are both counted", async () => {
  const events = { connection, model: "OpsEvent" };
  const some = (from: number) => Array.from({ length: 20 }, (_, at) => ({ id: String(from + at) }));
  await Promise.all([0, 10, 20, 30].map((from, job) => saveRecords(database, events, some(from), job + 1)));
  expect(await counts()).toMatchObject({ OpsEvent: 50 });
});

test("a model that is emptied counts nothing, and the others stay", async () => {
  await emptyShelves(database, connection, ["Order", "OpsEvent"]);
  expect(await counts()).toEqual({ Return: 1 });
  expect(await counts()).toEqual(await counted());
});
