import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberedRowIds } from "./content-hash.ts";

describe("numbered rows", () => {
  const cells = fc.array(fc.tuple(fc.constantFrom("A", "B"), fc.constantFrom("open", "close"), fc.constantFrom("ana", "")), {
    maxLength: 30,
  });
  const idsOf = (rows: readonly (readonly string[])[]) => {
    const idOf = numberedRowIds();
    return rows.map((row) => idOf(row));
  };

  test("get different ids, and the same ones in any order", () => {
    fc.assert(
      fc.property(cells, fc.integer(), (rows, turn) => {
        const ids = idsOf(rows);
        expect(new Set(ids).size).toBe(rows.length);
        const turned = rows.map((_, i) => rows[(i + Math.abs(turn)) % rows.length]!);
        expect(idsOf(turned.toReversed()).sort()).toEqual(ids.sort());
      }),
      { seed: 2 },
    );
  });

  test("a shift of a letter between fields is another row", () => {
    const [first, second] = idsOf([
      ["ab", "c"],
      ["a", "bc"],
    ]);
    expect(first).not.toBe(second);
  });

  test("two hundred thousand rows have two hundred thousand hashes", () => {
    const ids = idsOf(Array.from({ length: 200_000 }, (_, i) => ["O1", String(i)]));
    expect(new Set(ids.map((id) => id.slice(0, 20))).size).toBe(200_000);
  });
});
