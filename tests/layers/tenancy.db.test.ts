import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import * as z from "zod";
import { APP_ROLE } from "#db/tenancy.ts";
import { fillWorkspace, tenantTables, workspaceSnapshot, type Row, type TenantTable } from "#tests/fill-workspace.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { callByPath, procedures } from "#tests/procedures.ts";

/** Tables outside of row-level security, each with its reason. Nothing else is. */
const EXEMPT: Readonly<Record<string, string>> = {
  auth_user: "a person exists before any workspace and may be in several",
  auth_session: "a session is looked up to find out who asks at all",
  auth_account: "a password is checked before anybody is signed in",
  auth_verification: "a reset link is opened without a session",
  auth_rate_limit: "tries are counted before anybody is known",
  kysely_migration: "which migrations have run; the application role cannot see it",
  kysely_migration_lock: "as kysely_migration",
};

const MARK = "only alpha may read this";

let house: TestHouse;
let alpha: Member;
let beta: Member;
let admin: pg.Client;
let alphaRows: Map<string, Row>;

beforeAll(async () => {
  house = await openTestHouse();
  alpha = await house.ownerOf(`Alpha (${MARK})`);
  beta = await house.ownerOf("Beta");
  const url = new URL(inject("databaseServer").adminUrl);
  url.pathname = new URL(house.ownerUrl).pathname;
  admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  alphaRows = await fillWorkspace(admin, {
    mark: MARK,
    given: { workspace_id: alpha.workspaceId, user_id: alpha.userId, invited_by: alpha.userId },
  });
  await fillWorkspace(admin, {
    mark: "beta's own",
    given: { workspace_id: beta.workspaceId, user_id: beta.userId, invited_by: beta.userId },
  });
});
afterAll(async () => {
  await admin.end();
  await house.close();
});

describe("every table", () => {
  test("is under forced row-level security, partitions too, or is exempt by name and reason", async () => {
    const { rows } = await admin.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity) order by relname",
    );
    expect(rows.map((row: { relname: string }) => row.relname)).toEqual(Object.keys(EXEMPT).sort());
  });

  test("leads its primary key with the workspace", async () => {
    const tables = await tenantTables(admin);
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter(({ keys }) => keys[0] !== "workspace_id")).toEqual([]);
  });

  test("has a workspace, unless it is exempt", async () => {
    const { rows } = await admin.query(`select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) order by relname`);
    expect(rows.map((row: { relname: string }) => row.relname)).toEqual(Object.keys(EXEMPT).sort());
  });

  test("has its policies, and none lets everybody in", async () => {
    const { rows } = await admin.query<{ tablename: string; policies: string }>(
      "select tablename, string_agg(coalesce(qual, '') || coalesce(with_check, ''), ' ') as policies from pg_policies where schemaname = 'public' group by tablename",
    );
    const policies = new Map(rows.map((row) => [row.tablename, row.policies]));
    const names = (await tenantTables(admin)).map(({ name }) => name);
    expect(names.filter((name) => !policies.get(name)?.includes("app.workspace_id"))).toEqual([]);
    expect(rows.filter((row) => row.policies.split(" ").includes("true"))).toEqual([]);
  });
});

describe("the application's role", () => {
  test("owns nothing, bypasses nothing and may create nothing", async () => {
    const { rows } = await admin.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*) from pg_class where relowner = r.oid) + (select count(*) from pg_proc where proowner = r.oid) + (select count(*) from pg_namespace where nspowner = r.oid) as owned,
        has_schema_privilege(r.oid, 'public', 'create') as creates
      from pg_roles r where rolname = $1`,
      [APP_ROLE],
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0, creates: false }]);
  });

  test("reaches no partition but through its parent", async () => {
    const { rows } = await admin.query(
      `select relname, has_table_privilege($1, oid, 'select, insert, update, delete, truncate, references, trigger') as granted
      from pg_class where relnamespace = 'public'::regnamespace and relispartition`,
      [APP_ROLE],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row: { granted: boolean }) => row.granted)).toEqual([]);
  });

  test("cannot change or delete what is append-only", async () => {
    const { rows } = await admin.query<{ relname: string }>(
      `select relname from pg_class where relname = any($2) and relnamespace = 'public'::regnamespace
        and (has_table_privilege($1, oid, 'update') or has_table_privilege($1, oid, 'delete') or has_table_privilege($1, oid, 'truncate'))`,
      [APP_ROLE, ["change_log", "event"]],
    );
    expect(rows).toEqual([]);
  });
});

describe("row-level security alone, with the WHERE clauses taken out", () => {
  const rowsSeen = (scope: Parameters<TestHouse["store"]["within"]>[0], table: TenantTable) =>
    house.store.within(scope, async (tx) => {
      const { rows } = await sql<{ workspace_id: string }>`select workspace_id from ${sql.table(table.name)}`.execute(tx);
      return rows.map((row) => row.workspace_id);
    });

  test("shows the other workspace's rows to nobody, and without a scope shows nothing", async () => {
    for (const table of await tenantTables(admin)) {
      const { rows } = await admin.query(`select 1 from "${table.name}" where workspace_id = $1`, [alpha.workspaceId]);
      const seen = await rowsSeen({ workspaceId: beta.workspaceId, userId: beta.userId }, table);
      const seenWithoutScope = await rowsSeen({}, table);
      expect({ table: table.name, toHide: rows.length > 0, shown: [...new Set(seen)], seenWithoutScope }).toEqual({
        table: table.name,
        toHide: true,
        shown: [beta.workspaceId],
        seenWithoutScope: [],
      });
    }
  });

  test("changes and deletes nothing of the other workspace, and lets no row be put there", async () => {
    const before = await workspaceSnapshot(admin, alpha.workspaceId);
    for (const { name } of await tenantTables(admin)) {
      for (const statement of [sql`update ${sql.table(name)} set workspace_id = workspace_id`, sql`delete from ${sql.table(name)}`]) {
        await house.store
          .within({ workspaceId: beta.workspaceId, userId: beta.userId }, async (tx) => {
            await statement.execute(tx);
            throw new Error("taken back, so that beta keeps its rows for the next table");
          })
          .catch(() => {});
      }
      const row = { ...alphaRows.get(name), workspace_id: alpha.workspaceId };
      const columns = Object.keys(row).map((column) => sql.ref(column));
      const put = house.store.within({ workspaceId: beta.workspaceId }, (tx) =>
        sql`insert into ${sql.table(name)} (${sql.join(columns)}) values (${sql.join(Object.values(row))})`.execute(tx),
      );
      const refused = await put.then(
        () => "accepted",
        (error: unknown) => String(error),
      );
      expect(`${name}: ${refused}`).toMatch(/row-level security|null value/);
    }
    expect(await workspaceSnapshot(admin, alpha.workspaceId)).toEqual(before);
  });

  test("one workspace cannot be erased from within another", async () => {
    const third = await house.ownerOf("Gamma");
    const before = await workspaceSnapshot(admin, alpha.workspaceId);
    await third.call((api) => api.workspaces.erase({ confirmName: "Gamma" }));
    expect(await workspaceSnapshot(admin, alpha.workspaceId)).toEqual(before);
    expect(await workspaceSnapshot(admin, third.workspaceId)).toEqual(Object.fromEntries(Object.keys(before).map((name) => [name, "[]"])));
  });
});

describe("no procedure reads or changes another workspace", () => {
  /** Alpha's rows after the procedure before. */
  let untouched: Awaited<ReturnType<typeof workspaceSnapshot>>;
  let ids: string[];
  beforeAll(async () => {
    ids = guessedIds();
    untouched = await workspaceSnapshot(admin, alpha.workspaceId);
  });

  // People's sign-in is no workspace's; leaving and erasing act on the caller's own, and would end the test.
  const ENDS_THE_CALLER = new Set([
    "people.signOut",
    "people.leave",
    "workspaces.erase",
    "workspaces.eraseDemo",
    "workspaces.enterDemo",
    "people.setUp",
    "workspaces.create",
    "workspaces.switch",
  ]);

  test.each(procedures.filter(({ path }) => !ENDS_THE_CALLER.has(path)).map((procedure) => [procedure.path, procedure] as const))(
    "%s",
    async (path, { inputs, type }) => {
      const schema = inputs.at(-1) ?? z.void();
      const takesAny = hasId(schema);
      for (const id of takesAny ? ids : ids.slice(0, 1)) {
        const input = guess(schema, id);
        expect(schema.safeParse(input).error).toBeUndefined(); // Otherwise guess() has to learn this kind of input.
        house.clock.advance(3_600_000); // Limits of tries are another test's business.
        const answer = await beta
          .call(async (api) => {
            const given = await callByPath(api, path, input);
            return type === "subscription" ? firstOf(given) : given;
          })
          .catch((error: unknown) => String(error));
        const said = superjson.stringify(answer);
        expect(said).not.toContain(MARK);
        expect(said).not.toContain(alpha.email);
      }
      const before = untouched;
      untouched = await workspaceSnapshot(admin, alpha.workspaceId);
      expect(untouched).toEqual(before);
    },
  );

  test("nor by naming it in the cookie, nor by switching to it", async () => {
    const copy = house.browser();
    for (const [name, value] of beta.cookies) copy.cookies.set(name, value);
    copy.cookies.set("slipstream.workspace", alpha.workspaceId);
    expect((await copy.call((api) => api.workspaces.get())).workspaceId).toBe(beta.workspaceId);
    await expect(beta.call((api) => api.workspaces.switch({ workspaceId: alpha.workspaceId }))).rejects.toThrow(
      "You are in no such workspace",
    );
    // The same for one that does not exist.
    const nowhere = beta.call((api) => api.workspaces.switch({ workspaceId: randomUUID() }));
    await expect(nowhere).rejects.toThrow("You are in no such workspace");
  });

  /** Every id that a person of another workspace could have seen somewhere: of rows, of the workspace, of its people. */
  function guessedIds(): string[] {
    const values = [...alphaRows.values()].flatMap((row) => Object.values(row));
    return [
      ...new Set([
        alpha.workspaceId,
        alpha.userId,
        ...values.filter((value): value is string => typeof value === "string" && z.uuid().safeParse(value).success),
      ]),
    ];
  }
});

// A password is no place for an id, and each one tried costs a hash.
const NO_ID = "a quiet harbour morning";

/** Whether an input has a place for an id at all. */
function hasId(schema: z.ZodType): boolean {
  return JSON.stringify(guess(schema, "00000000-0000-4000-8000-000000000000") ?? "").includes("00000000-0000-4000-8000-000000000000");
}

/** An input that the schema takes, with the id wherever an id or a free text can stand. */
function guess(schema: z.ZodType, id: string): unknown {
  const { type } = schema.def;
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([key, inner]) => [key, guess(asType(inner), /password$/i.test(key) ? NO_ID : id)]),
    );
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodCatch)
    return guess(asType(schema.unwrap()), id);
  if (schema instanceof z.ZodPipe) {
    const from = guess(asType(schema.in), id);
    return typeof from === "string" ? textFor(schema, id) : from;
  }
  if (schema instanceof z.ZodArray) return [guess(asType(schema.element), id)];
  if (schema instanceof z.ZodUnion) return guess(asType(schema.options[0]), id);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.values.values().next().value;
  if (schema instanceof z.ZodRecord) return {};
  if (type === "number") return [1, 0.5, 20].find((number) => schema.safeParse(number).success);
  if (type === "boolean") return true;
  if (type === "date") return new Date("2026-01-05T00:00:00.000Z");
  if (type === "void" || type === "undefined") return undefined;
  return textFor(schema, id);
}

/** The id where it fits; what the field asks for otherwise. */
function textFor(schema: z.ZodType, id: string): string {
  const tried = [
    id,
    "guess@example.com",
    "a quiet harbour morning",
    "USD",
    "Europe/London",
    "en-GB",
    "2026-01-05",
    "2026-01-05T00:00:00.000Z",
  ];
  return tried.find((text) => schema.safeParse(text).success) ?? id;
}

const asType = (schema: unknown): z.ZodType => z.instanceof(z.ZodType).parse(schema);

async function firstOf(given: unknown): Promise<unknown> {
  if (!isStream(given)) return given;
  for await (const value of given) return value;
  return undefined;
}

const isStream = (given: unknown): given is AsyncIterable<unknown> =>
  typeof given === "object" && given !== null && Symbol.asyncIterator in given;
