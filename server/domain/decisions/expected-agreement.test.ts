import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import { expectedAgreement, type Agreed } from "./expected-agreement.ts";

/** Rows whose cases are decided alike with their own share. */
function rowsOf(shares: readonly number[], decisions: number, seed: number): Agreed[] {
  const random = seededRandom(seed);
  return shares.map((share) => ({ decisions, agreed: Array.from({ length: decisions }).filter(() => random() < share).length }));
}

describe("what to expect of a row", () => {
  test("of few cases is what the others show: 6 of 6 among those who follow their rules, not among those who do not", () => {
    const strict = expectedAgreement(
      rowsOf(
        Array.from({ length: 20 }, () => 0.98),
        60,
        1,
      ),
    );
    const loose = expectedAgreement(
      rowsOf(
        Array.from({ length: 20 }, () => 0.7),
        60,
        1,
      ),
    );
    expect(strict({ agreed: 6, decisions: 6 })).toBeGreaterThan(0.97);
    expect(loose({ agreed: 6, decisions: 6 })).toBeLessThan(0.8);
  });

  test("of many cases is what they show themselves: four fifths of 500 stay four fifths among those who follow their rules", () => {
    const strict = expectedAgreement(
      rowsOf(
        Array.from({ length: 20 }, () => 0.98),
        60,
        2,
      ),
    );
    expect(strict({ agreed: 400, decisions: 500 })).toBeLessThan(0.84);
  });

  test("a coin among rules does not hide: 15 of 30 is expected of no more than two thirds", () => {
    const mixed = expectedAgreement([
      ...rowsOf(
        Array.from({ length: 15 }, () => 0.98),
        40,
        3,
      ),
      ...rowsOf([0.5, 0.6, 0.5], 40, 4),
    ]);
    expect(mixed({ agreed: 15, decisions: 30 })).toBeLessThan(2 / 3);
    expect(mixed({ agreed: 29, decisions: 30 })).toBeGreaterThan(0.94);
  });

  test("by hand: with no rows seen a row is expected of as Laplace says, (agreed + 1) / (decisions + 2)", () => {
    const nothing = expectedAgreement([]);
    expect(nothing({ agreed: 0, decisions: 0 })).toBe(0.5);
    expect(nothing({ agreed: 3, decisions: 3 })).toBe(0.8);
  });
});

const row = fc.nat(80).chain((decisions) => fc.record({ decisions: fc.constant(decisions), agreed: fc.nat(decisions) }));

test("it is a share, more where more agreed, and lies between what the row shows and what the others do", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), row, (rows, one) => {
      const expected = expectedAgreement(rows);
      const [none, here] = [expected({ agreed: 0, decisions: 0 }), expected(one)];
      expect(here).toBeGreaterThan(0);
      expect(here).toBeLessThan(1);
      expect(expected({ agreed: one.agreed + 1, decisions: one.decisions + 1 })).toBeGreaterThanOrEqual(here);
      expect(expected({ ...one, decisions: one.decisions + 1 })).toBeLessThanOrEqual(here);
      const own = one.decisions === 0 ? none : one.agreed / one.decisions;
      expect(here).toBeGreaterThanOrEqual(Math.min(none, own) - 1e-12);
      expect(here).toBeLessThanOrEqual(Math.max(none, own) + 1e-12);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test("over rows of people who decide alike it is right on average: what is expected of small rows is what their further cases show", () => {
  const random = seededRandom(8);
  let [promised, kept, rows] = [0, 0, 0];
  for (let team = 0; team < 40; team += 1) {
    const habits = Array.from({ length: 25 }, () => (random() < 0.8 ? 0.95 + random() * 0.05 : 0.5 + random() * 0.4));
    const seen = habits.flatMap((share) => rowsOf([share], 12, Math.floor(random() * 1e9)));
    const expected = expectedAgreement(seen);
    for (const [at, one] of seen.entries()) {
      if (expected(one) < 0.9) continue;
      promised += expected(one);
      kept += habits[at]!;
      rows += 1;
    }
  }
  expect(rows).toBeGreaterThan(500);
  expect(Math.abs(promised - kept) / rows).toBeLessThan(0.02);
});
