import { expect, test, vi } from "vitest";
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
    ask: async (id) => rows[id] && { id, ...rows[id] },
    read: (row: unknown) => Row.parse(row),
  });

test("a row that can be read now is kept, one that is gone is set aside no longer, one that still cannot be read stays where it is", async () => {
  const nango = nangoWith(["mended", "gone", "broken"]);
  await again(nango, { mended: { count: 1 }, broken: { count: "one" } });
  expect(nango.done).toEqual([
    ["save", "Thing", [{ id: "mended", count: 1 }]],
    ["delete", "RejectedThing", [{ id: "mended" }, { id: "gone" }]],
  ]);
});

test("a row that is several records is kept as all of them, and one that is none of ours is set aside no longer", async () => {
  const nango = nangoWith(["pair", "foreign"]);
  await readRejectedAgain(nango, {
    model: "Thing",
    rejectedModel: "RejectedThing",
    ask: async (id) => id,
    read: (id) => (id === "pair" ? [{ id: "left" }, { id: "right" }] : null),
  });
  expect(nango.done).toEqual([
    ["save", "Thing", [{ id: "left" }, { id: "right" }]],
    ["delete", "RejectedThing", [{ id: "pair" }, { id: "foreign" }]],
  ]);
});

test("where nothing was set aside, nothing is asked", async () => {
  const nango = nangoWith([]);
  await again(nango, {});
  expect(nango.done).toEqual([]);
});

test("of many, fifty are asked for in one run, and others in a later one", async () => {
  const random = vi.spyOn(Math, "random");
  try {
    const ids = Array.from({ length: 120 }, (_, at) => `row-${at}`);
    const asked = new Set<string>();
    for (let run = 0; run < 3; run += 1) {
      random.mockReturnValue(run / 3);
      let times = 0;
      await readRejectedAgain(nangoWith(ids), {
        model: "Thing",
        rejectedModel: "RejectedThing",
        ask: async (id) => {
          times += 1;
          asked.add(id);
          return { id };
        },
        read: (row) => Row.parse(row),
      });
      expect(times).toBe(50);
    }
    expect(asked.size).toBe(120);
  } finally {
    random.mockRestore();
  }
});
