import { expect, test } from "vitest";
import * as z from "zod";
import { readRejectedAgain } from "./read-rejected-again.js";

const Row = z.object({ id: z.string(), count: z.number() });

/** What a function may use of Nango, over rows that were set aside. */
function nangoWith(setAside: string[]) {
  const done: unknown[] = [];
  return {
    done,
    async *listRecords<T>(): AsyncGenerator<T> {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the generator's own claim, as Nango makes it
      for (const id of setAside) yield { id, reason: "count: invalid_type" } as T;
    },
    batchSave: (records: unknown[], model: string) => {
      if (records.length > 0) done.push(["save", model, records]);
      return true;
    },
    batchDelete: (records: unknown[], model: string) => {
      if (records.length > 0) done.push(["delete", model, records]);
      return true;
    },
  };
}

const again = (nango: ReturnType<typeof nangoWith>, rows: Record<string, object>) =>
  readRejectedAgain(nango, {
    model: "Thing",
    rejectedModel: "RejectedThing",
    ask: async (id) => rows[id] ?? null,
    read: (row) => Row.parse(row),
  });

test("a row that can be read now is kept, one that is gone is set aside no longer, one that still cannot be read stays where it is", async () => {
  const nango = nangoWith(["mended", "gone", "broken"]);
  await again(nango, { mended: { count: 1 }, broken: { count: "one" } });
  expect(nango.done).toEqual([
    ["save", "Thing", [{ id: "mended", count: 1 }]],
    ["delete", "RejectedThing", [{ id: "mended" }, { id: "gone" }]],
  ]);
});

test("where nothing was set aside, nothing is asked", async () => {
  const nango = nangoWith([]);
  await again(nango, {});
  expect(nango.done).toEqual([]);
});

test("of many, fifty are asked for in one run", async () => {
  const ids = Array.from({ length: 60 }, (_, at) => `row-${at}`);
  const nango = nangoWith(ids);
  await again(nango, Object.fromEntries(ids.map((id) => [id, { count: 1 }])));
  expect(nango.done).toMatchObject([
    ["save", "Thing", { length: 50 }],
    ["delete", "RejectedThing", { length: 50 }],
  ]);
});
