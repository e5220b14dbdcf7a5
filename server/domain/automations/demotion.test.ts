import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonToStepDown, watchOver, type Watch } from "./demotion.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

const TOLERATED = 0.05; // Each answer takes 0.075 off the sum.
const limits = DEFAULT_SETTINGS.demotion;
const yes = { agreed: true, severe: false };
const no = { agreed: false, severe: false };
const after = (said: readonly { agreed: boolean; severe: boolean }[]): Watch => watchOver(said, TOLERATED);

describe("the watch over disagreements", () => {
  test("forgets by agreement and never falls below nothing", () => {
    expect(after([no]).cusum).toBeCloseTo(0.925, 9);
    expect(after([no, yes, yes]).cusum).toBeCloseTo(0.775, 9);
    expect(after(Array.from({ length: 1000 }, () => yes))).toEqual({ cusum: 0, peak: 0, severe: 0 });
  });

  test("bears a day of what the gate tolerates, though nobody says yes before days have passed", () => {
    // 6 of 144 decisions were contradicted, one in twenty-four: below the one in twenty that is tolerated.
    const day = Array.from({ length: 144 }, (_, at) => (at % 24 === 0 ? no : yes));
    expect(reasonToStepDown(after(day), limits)).toBeNull();
  });

  test("is not calmed by what was done since: an hour of mistakes found late is still too many", () => {
    const found = [...Array.from({ length: 6 }, () => no), ...Array.from({ length: 200 }, () => yes)];
    expect(after(found)).toMatchObject({ cusum: 0 });
    expect(reasonToStepDown(after(found), limits)).toContain("5.5");
  });

  test("steps down after six disagreements in a row, not after five", () => {
    // 5 · 0.925 = 4.625, 6 · 0.925 = 5.55; the limit is 5.
    expect(reasonToStepDown(after([no, no, no, no, no]), limits)).toBeNull();
    expect(reasonToStepDown(after([no, no, no, no, no, no]), limits)).toContain("5.5");
  });

  test("sees a slow rise: one in five is too many, one in twenty is what is tolerated", () => {
    const everyNth = (n: number, count: number) => Array.from({ length: count }, (_, at) => ((at + 1) % n === 0 ? no : yes));
    // One in five adds 1 - 5 · 0.075 = 0.625 a round: the ninth round is beyond 5.
    expect(reasonToStepDown(after(everyNth(5, 45)), limits)).not.toBeNull();
    expect(reasonToStepDown(after(everyNth(20, 2000)), limits)).toBeNull();
  });

  test("steps down on the second severe error, however much was agreed between", () => {
    const severe = { agreed: false, severe: true };
    const between = Array.from({ length: 500 }, () => yes);
    expect(reasonToStepDown(after([severe, ...between]), limits)).toBeNull();
    expect(reasonToStepDown(after([severe, ...between, severe]), limits)).toContain("2 severe errors");
  });

  test("one more disagreement never makes the sum smaller than agreement would have", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.nat({ max: 59 }), (said, at) => {
        fc.pre(at < said.length);
        const sumWith = (agreed: boolean) => after(said.map((value, i) => ({ agreed: i === at ? agreed : value, severe: false }))).peak;
        expect(sumWith(false)).toBeGreaterThanOrEqual(sumWith(true));
      }),
      { seed: 2 },
    );
  });
});
