import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { recordChange } from "./record-change.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

const actor = { type: "system", name: "a test" } as const;
const record = (nounId: string, values: { noun?: string; after?: Record<string, unknown> } = {}) =>
  house.store.within({ workspaceId: owner.workspaceId }, (tx) =>
    recordChange(tx, {
      ...house.services,
      workspaceId: owner.workspaceId,
      actor,
      noun: "thing",
      nounId,
      verb: "update",
      before: null,
      after: {},
      ...values,
    }),
  );

test("pages follow each other without a gap or a repeat, newest first", async () => {
  for (let n = 1; n <= 7; n += 1) await record(`number ${n}`);
  const seen: string[] = [];
  const lengths: number[] = [];
  let beforeId: string | undefined;
  do {
    const page = await owner.call((api) => api.changes.list({ noun: "thing", limit: 3, beforeId }));
    seen.push(...page.changes.map(({ nounId }) => nounId));
    lengths.push(page.changes.length);
    beforeId = page.nextBeforeId ?? undefined;
  } while (beforeId !== undefined);
  expect(lengths).toEqual([3, 3, 1]);
  expect(seen.sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `number ${n}`));
});

test("the log can be narrowed to a kind of thing and to a person", async () => {
  await record("x", { noun: "other thing" });
  const filters = await owner.call((api) => api.changes.filters());
  expect(filters.nouns).toContain("other thing");
  expect(filters.people).toEqual([{ userId: owner.userId, name: owner.name }]);
  const own = await owner.call((api) => api.changes.list({ userId: owner.userId }));
  expect(own.changes.every((change) => change.actor.type === "user" && change.actor.userId === owner.userId)).toBe(true);
  expect(own.changes.length).toBeGreaterThan(0);
});

test.each(["password", "apiKeySecret", "accessToken", "tokenHash"])(
  "a value called %s never reaches the log, however deep it lies",
  async (key) => {
    await expect(record("leak", { noun: "leak", after: { connection: { [key]: "hush" } } })).rejects.toThrow("never holds secrets");
    expect((await owner.call((api) => api.changes.list({ noun: "leak" }))).changes).toEqual([]);
  },
);

test("a change that is rolled back leaves no line", async () => {
  await house.store
    .within({ workspaceId: owner.workspaceId }, async (tx) => {
      await recordChange(tx, {
        ...house.services,
        workspaceId: owner.workspaceId,
        actor,
        noun: "undone",
        nounId: "1",
        verb: "update",
        before: null,
        after: null,
      });
      throw new Error("taken back");
    })
    .catch(() => {});
  expect((await owner.call((api) => api.changes.list({ noun: "undone" }))).changes).toEqual([]);
});

test("nobody rewrites it: the application's role can neither change nor delete a line", async () => {
  const within = (statement: string) =>
    house.store.within({ workspaceId: owner.workspaceId }, async () => house.store.pool.query(statement));
  await expect(within("update change_log set verb = 'nothing'")).rejects.toThrow("permission denied");
  await expect(within("delete from change_log")).rejects.toThrow("permission denied");
});
