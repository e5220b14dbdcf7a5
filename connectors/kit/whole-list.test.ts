import { expect, test } from "vitest";
import { followWholeList, listedRows, type ListedRows } from "./whole-list.ts";

type Thing = { id: string; name: string };
const page = (...rows: unknown[]): ListedRows<Thing> =>
  listedRows(rows, {
    list: "things",
    idOf: (row) => (Object(row).id === undefined ? null : String(Object(row).id)),
    read: (row) => {
      const { id, name } = Object(row);
      if (typeof name !== "string") throw new Error("name: missing");
      return { id: String(id), name };
    },
  });

/** What Nango keeps, and a vendor who has these ids, whatever its lists say. */
function over(vendor: readonly string[]) {
  const shelves: Record<string, Map<string, { id: string }>> = { Thing: new Map(), RejectedThing: new Map() };
  const asked: string[] = [];
  const nango = {
    batchSave: async (records: { id: string }[], model: string) => {
      for (const record of records) shelves[model]?.set(record.id, record);
    },
    batchDelete: async (records: { id: string }[], model: string) => {
      for (const { id } of records) shelves[model]?.delete(id);
    },
    async *listRecords(model: string) {
      yield* shelves[model]?.values() ?? [];
    },
  };
  const keys = (model: string) => [...(shelves[model]?.keys() ?? [])].toSorted();
  return {
    asked,
    follow: (pages: Iterable<ListedRows<Thing>>) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of Nango is there
      followWholeList<Thing>(nango as never, {
        model: "Thing",
        rejectedModel: "RejectedThing",
        pages,
        isThere: async ({ id }) => {
          asked.push(id);
          return vendor.includes(id);
        },
      }),
    things: () => keys("Thing"),
    rejected: () => keys("RejectedThing"),
  };
}
const row = (id: number) => ({ id, name: `n${id}` });

test("what the vendor has no longer is deleted, what a list only left out stays", async () => {
  const { follow, things, asked } = over(["1", "2"]);
  await follow([page(row(1), row(2)), page(row(3))]);
  expect([things(), asked]).toEqual([["1", "2", "3"], []]);
  await follow([page(row(1))]);
  expect([things(), asked]).toEqual([
    ["1", "2"],
    ["2", "3"],
  ]);
});

test("a row that cannot be read is set aside, and its record stays as it was; it is put back when it can be read", async () => {
  const { follow, things, rejected } = over([]);
  await follow([page(row(1), row(2))]);
  await follow([page(row(1), { id: 2 })]);
  expect([things(), rejected()]).toEqual([["1", "2"], ["2"]]);
  await follow([page(row(1), row(2))]);
  expect([things(), rejected()]).toEqual([["1", "2"], []]);
});

test.each([
  ["an empty list", () => [page()]],
  ["a list with a row without a name", () => [page(row(1), { name: "n2" })]],
  [
    "a list that breaks off",
    function* () {
      yield page(row(1));
      throw new Error("the vendor is away");
    },
  ],
])("%s deletes nothing, and asks for nothing", async (_what, pages) => {
  const { follow, things, asked } = over([]);
  await follow([page(row(1), row(2), row(3))]);
  await follow(pages()).catch(() => null);
  expect([things(), asked]).toEqual([["1", "2", "3"], []]);
});

test("a row without a name is told by its place", () => {
  expect(page(row(1), null, { name: "x" })).toEqual({
    records: [row(1)].map(({ name }) => ({ id: "1", name })),
    rejected: [
      { id: "things row 2", reason: "id: missing" },
      { id: "things row 3", reason: "id: missing" },
    ],
    isNamed: false,
  });
});

test("of many that are missing fifty are asked for in a run, and all in the end", async () => {
  const { follow, things, asked } = over([]);
  await follow([page(...Array.from({ length: 121 }, (_, at) => row(at)))]);
  await follow([page(row(0))]);
  expect([asked.length, things().length]).toEqual([50, 71]);
  await follow([page(row(0))]);
  await follow([page(row(0))]);
  expect(things()).toEqual(["0"]);
});
