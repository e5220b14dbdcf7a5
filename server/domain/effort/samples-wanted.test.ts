import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRECISIONS, samplesWanted } from "./samples-wanted.ts";

const timed = (minutes: readonly number[]) => minutes.map((each) => ({ minutes: each }));

describe("samples wanted", () => {
  test("without five samples thirty are asked for, or as many as there are touches: two that are alike tell nothing of the spread", () => {
    expect(samplesWanted({ samples: timed([]), count: 500, precision: 0.1 })).toEqual({ taken: 0, more: 30, basis: "beginning" });
    expect(samplesWanted({ samples: timed([4]), count: 12, precision: 0.1 })).toEqual({ taken: 1, more: 11, basis: "beginning" });
    expect(samplesWanted({ samples: timed([5, 5]), count: 1000, precision: 0.05 })).toEqual({ taken: 2, more: 28, basis: "beginning" });
  });

  test("4, 4, 6, 8 and 8 minutes: cv 1/3, (1.645 / 3 / 0.1)^2 = 30.1; of 100 touches 30.1 / 1.301 = 23.1, so 24 less the 5 taken", () => {
    expect(samplesWanted({ samples: timed([4, 4, 6, 8, 8]), count: 100, precision: 0.1 })).toEqual({ taken: 5, more: 19, basis: "spread" });
  });

  test("a finer precision never asks for fewer, and nothing asks for more than there are touches", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 200, noNaN: true }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 5000 }),
        (minutes, count) => {
          const wanted = PRECISIONS.map((precision) => samplesWanted({ samples: timed(minutes), count, precision }).more);
          expect(wanted).toEqual(wanted.toSorted((a, b) => b - a));
          expect(Math.max(...wanted)).toBeLessThanOrEqual(count);
        },
      ),
      { seed: 4, numRuns: 200 },
    );
  });
});
