import pg from "pg";
import { afterEach, expect, inject, test } from "vitest";
import { generateTypes } from "./generate-types.ts";
import { migrateDown, migrateToLatest, pendingMigrations } from "./migrate.ts";
import { newId } from "./new-id.ts";
import { testDatabase } from "./test-database.ts";

const made: string[] = [];

/** An empty database on the tests' server. */
async function emptyDatabase(): Promise<string> {
  const { adminUrl, ownerUrl } = inject("databaseServer");
  const name = `empty_${newId().replaceAll("-", "")}`;
  await run(adminUrl, `create database ${name} owner slipstream_owner`);
  made.push(name);
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function run(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  const { adminUrl } = inject("databaseServer");
  for (const name of made.splice(0)) await run(adminUrl, `drop database ${name} with (force)`);
});

const tables = async (url: string) =>
  (await run(url, "select table_name from information_schema.tables where table_schema = 'public' order by 1")).map(
    (row) => row["table_name"],
  );

test("four starts at once migrate one database once", async () => {
  const ownerUrl = await emptyDatabase();
  const lines: string[] = [];
  await Promise.all(Array.from({ length: 4 }, () => migrateToLatest({ ownerUrl, log: (line) => lines.push(line) })));
  expect(lines.filter((line) => line.startsWith("up "))).toEqual([...new Set(lines)]);
  expect(lines.length).toBeGreaterThan(1);
  expect(await pendingMigrations(ownerUrl)).toEqual([]);
});

test("every migration goes back and forth again, and leaves nothing behind", async () => {
  const ownerUrl = await emptyDatabase();
  await migrateToLatest({ ownerUrl });
  const before = await tables(ownerUrl);
  const steps = (await run(ownerUrl, "select name from kysely_migration")).length;
  await migrateDown({ ownerUrl, steps });
  expect((await tables(ownerUrl)).filter((name) => !String(name).startsWith("kysely_"))).toEqual([]);
  await migrateToLatest({ ownerUrl });
  expect(await tables(ownerUrl)).toEqual(before);
});

test("a migration whose process was killed starts over: the database is as before it", async () => {
  const ownerUrl = await emptyDatabase();
  const { adminUrl } = inject("databaseServer");
  const name = new URL(ownerUrl).pathname.slice(1);
  const killed = migrateToLatest({ ownerUrl }).then(
    () => "done",
    () => "broken",
  );
  // Cut every connection as soon as the first table is being made: to the server a killed process looks the same.
  let cut = 0;
  while (cut === 0) {
    const rows = await run(
      adminUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and query ilike '%create table%' and state = 'active'`,
    );
    cut = rows.length;
    if (cut === 0 && (await Promise.race([killed, Promise.resolve("running")])) !== "running") break;
  }
  await killed;
  await migrateToLatest({ ownerUrl });
  expect(await pendingMigrations(ownerUrl)).toEqual([]);
  expect(await tables(ownerUrl)).toContain("event");
});

test("the types are those of the migrated database: else run `npm run db:types`", async () => {
  const database = await testDatabase();
  try {
    const { code, output } = generateTypes({ ownerUrl: database.ownerUrl, verify: true });
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  } finally {
    await database.drop();
  }
});

test("the condition of returned goods gives the evidence's grade its name back, in every tenant, and both ways", async () => {
  const ownerUrl = await emptyDatabase();
  await migrateToLatest({ ownerUrl });
  const after = (await run(ownerUrl, "select name from kysely_migration where name >= '0028'")).length;
  await migrateDown({ ownerUrl, steps: after });
  const admin = new URL(inject("databaseServer").adminUrl);
  admin.pathname = new URL(ownerUrl).pathname;
  const stored = async (name: string) =>
    (await run(admin.href, `select attributes from event where event_id = '${name}'`)).map(({ attributes }) => attributes);
  for (const tenant of [newId(), newId()]) {
    const insert = `insert into event (workspace_id, source_id, event_id, case_id, activity, recorded_kind, ended_at, attributes) values ('${tenant}', '${newId()}',`;
    await run(
      admin.href,
      `${insert} 'graded', 'return:1', 'grade goods', 'app', now(), '{"grade": "d", "sourceAction": "tag_added"}');
       ${insert} 'other', 'return:1', 'refund', 'person', now(), '{"grade": "A", "sourceAction": "refund_created"}');
       ${insert} 'of a file', 'return:1', 'grade goods', 'person', now(), '{"grade": "b"}')`,
    );
  }
  const before = { grade: "d", sourceAction: "tag_added" };
  await migrateToLatest({ ownerUrl });
  const kept = { grade: "A", sourceAction: "refund_created" };
  const mended = { grade: "A", condition: "d", sourceAction: "tag_added" };
  expect(await stored("graded")).toEqual([mended, mended]);
  expect(await stored("other")).toEqual([kept, kept]);
  expect(await stored("of a file")).toEqual([{ grade: "b" }, { grade: "b" }]);
  expect(await run(ownerUrl, "select * from event")).toEqual([]); // Forced again: without a tenant no row is seen.
  await migrateDown({ ownerUrl, steps: after });
  expect(await stored("graded")).toEqual([before, before]);
});

test("versions with rows of a draft are given the draft before them, those without are not, in every tenant", async () => {
  const ownerUrl = await emptyDatabase();
  await migrateToLatest({ ownerUrl });
  const steps = (await run(ownerUrl, "select name from kysely_migration where name >= '0033'")).length;
  await migrateDown({ ownerUrl, steps });
  const admin = new URL(inject("databaseServer").adminUrl);
  admin.pathname = new URL(ownerUrl).pathname;
  for (const tenant of [newId(), newId()]) {
    const automation = newId();
    const version = (number: number, rowId: string, day: number) =>
      `insert into automation_version (workspace_id, automation_id, version, rules, tests, note, engine, made_by, made_at)
        values ('${tenant}', '${automation}', ${number}, '{"rows": [{"id": "${rowId}"}]}', '[]', '', '', '{}', '2026-11-0${day}')`;
    const draft = (day: number, decisions: number) =>
      `insert into job_run (workspace_id, id, name, title, subject_id, payload, requested_by, state, result, started_at, finished_at) values ('${tenant}',
        '${newId()}', 'draft-rules', '', '${automation}', '{}', '{}', 'done', '{"decisions": ${decisions}}', '2026-11-0${day} 00:00Z', '2026-11-0${day} 00:05Z')`;
    await run(
      admin.href,
      // Neither the workspace nor the automation is needed for this.
      `set session_replication_role = replica; ${[version(1, "shipped-1", 1), draft(2, 300), draft(3, 400), version(2, "mined-1", 4), draft(5, 500)].join("; ")}`,
    );
  }
  await migrateToLatest({ ownerUrl });
  const day = 86_400_000;
  const untilMs = Date.parse("2026-11-03T00:00:00Z");
  const learned = { decisions: 400, fromMs: untilMs - 90 * day, untilMs, heldOut: null };
  const kept = await run(admin.href, "select version, learned from automation_version order by version");
  expect(kept.map(({ version, learned: found }) => [version, found])).toEqual([
    [1, null],
    [1, null],
    [2, learned],
    [2, learned],
  ]);
  expect(await run(ownerUrl, "select * from automation_version")).toEqual([]); // Forced again: without a tenant no row is seen.
});
