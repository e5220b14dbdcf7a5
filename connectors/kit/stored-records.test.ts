import { expect, test } from "vitest";
import { liveRecords, storedRecords } from "./stored-records.ts";

const kept = { last_action: "UPDATED", deleted_at: null };
const gone = { last_action: "DELETED", deleted_at: "2026-11-01T00:00:00.000000+00:00" };
const shelf = [
  { id: "1", a: 1, _nango_metadata: kept },
  { id: "2", _nango_metadata: gone },
  { id: "3", a: 3 },
];
const asked: string[][] = [];
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of it is there
const nango = {
  getRecordsByIds: async (ids: string[]) => {
    asked.push(ids);
    return new Map(shelf.filter(({ id }) => ids.includes(id)).map((record) => [record.id, record]));
  },
  async *listRecords() {
    yield* shelf;
  },
} as never;

test("a deleted record is as one that was never there", async () => {
  expect([...(await storedRecords(nango, "Thing", ["1", "2", "3", "4"])).keys()]).toEqual(["1", "3"]);
  const listed: string[] = [];
  for await (const { id } of liveRecords(nango, "Thing")) listed.push(id);
  expect(listed).toEqual(["1", "3"]);
});

test("a hundred are looked up at once, each id but once", async () => {
  asked.length = 0;
  await storedRecords(nango, "Thing", ["1", ...Array.from({ length: 150 }, (_, at) => String(at))]);
  expect(asked.map((ids) => ids.length)).toEqual([100, 50]);
});
