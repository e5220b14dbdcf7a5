import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NEEDS_PERSON } from "../decisions/rule-table.ts";
import type { Replayed } from "./back-test.ts";
import { compareVersions, signTest, verdictOf } from "./compare-versions.ts";

const replayed = (index: number, decided: string, people: string): Replayed => ({
  caseId: `case ${index}`,
  atMs: index * 1_000,
  facts: {},
  rowId: null,
  decided,
  people,
  costMinor: decided === NEEDS_PERSON || decided === people ? 0 : 500,
  severe: false,
  knowable: true,
  regret: { rules: null, people: null },
});

const outcomes = fc.constantFrom("release", "cancel", NEEDS_PERSON);
const cases = fc.array(fc.record({ earlier: outcomes, now: outcomes, people: fc.constantFrom("release", "cancel") }), { maxLength: 60 });

describe("two versions over the same past decisions", () => {
  test("every decision is counted once on either side, and the changes account for the difference", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const before = given.map(({ earlier, people }, index) => replayed(index, earlier, people));
        const after = given.map(({ now, people }, index) => replayed(index, now, people));
        const found = compareVersions(before, after, 1);
        for (const total of [found.before, found.after]) expect(total.alike + total.otherwise + total.leftToPeople).toBe(given.length);
        expect(found.after.alike - found.before.alike).toBe(found.gained - found.lost);
        expect(found.changes.reduce((sum, { count }) => sum + count, 0)).toBe(given.filter(({ earlier, now }) => earlier !== now).length);
        expect(found.changes.reduce((sum, { costMinor }) => sum + costMinor, 0)).toBe(found.after.costMinor - found.before.costMinor);
        expect(found.cases.length).toBe(Math.min(20, given.filter(({ earlier, now }) => earlier !== now).length));
      }),
    );
  });

  test("the other way round every gain is a loss, and the chance is the same", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const before = given.map(({ earlier, people }, index) => replayed(index, earlier, people));
        const after = given.map(({ now, people }, index) => replayed(index, now, people));
        const [there, back] = [compareVersions(before, after, 1), compareVersions(after, before, 2)];
        expect([back.gained, back.lost, back.chance]).toEqual([there.lost, there.gained, there.chance]);
        const opposite = { better: "worse", worse: "better", mixed: "mixed", "no telling": "no telling" } as const;
        expect(back.verdict).toBe(opposite[there.verdict]);
      }),
    );
  });

  test("few differences tell nothing, many in one direction do", () => {
    const people = "release";
    const of = (changes: number) =>
      compareVersions(
        Array.from({ length: 100 }, (_, index) => replayed(index, index < changes ? NEEDS_PERSON : people, people)),
        Array.from({ length: 100 }, (_, index) => replayed(index, people, people)),
        1,
      ).verdict;
    expect(of(0)).toBe("no telling");
    expect(of(5)).toBe("no telling");
    expect(of(6)).toBe("better");
  });

  test("more that is decided as people did makes a version better only where its mistakes cost no more and are no more severe", () => {
    const before = { alike: 50, otherwise: 2, leftToPeople: 48, costMinor: 1_000, severe: 1 };
    const verdict = (after: Partial<typeof before>, [gained, lost] = [40, 0]) =>
      verdictOf({ before, after: { ...before, alike: 90, leftToPeople: 8, ...after }, gained, lost, chance: signTest(gained, lost) });
    expect(verdict({})).toBe("better");
    expect(verdict({ costMinor: 1_001 })).toBe("mixed");
    expect(verdict({ severe: 2 })).toBe("mixed");
    expect(verdict({ costMinor: 999, severe: 2 })).toBe("mixed");
    expect(verdict({}, [0, 40])).toBe("worse");
    expect(verdict({ costMinor: 999 }, [0, 40])).toBe("mixed");
    expect(verdict({ costMinor: 9_000, severe: 9 }, [4, 2])).toBe("no telling");
  });

  test("replays of other decisions are refused", () => {
    expect(() => compareVersions([replayed(1, "release", "release")], [replayed(2, "release", "release")], 1)).toThrow("same decisions");
    expect(() => compareVersions([], [replayed(2, "release", "release")], 1)).toThrow("same decisions");
    expect(() => compareVersions([replayed(1, "a", "a"), replayed(2, "a", "a")], [replayed(1, "a", "a")], 1)).toThrow("same decisions");
  });
});

describe("the sign test", () => {
  test("is the binomial's tail, by hand", () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(5, 0)).toBeCloseTo(2 / 32, 12);
    expect(signTest(8, 2)).toBeCloseTo((2 * (1 + 10 + 45)) / 1024, 12);
    expect(signTest(3, 3)).toBe(1);
  });

  test("stays a number for thousands of differences", () => {
    expect(signTest(2_000, 2_000)).toBe(1);
    expect(signTest(3_000, 1_000)).toBeLessThan(1e-100);
  });
});
