import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRECISIONS, samplesWanted } from "./samples-wanted.ts";

const timed = (minutes: readonly number[]) => minutes.map((each) => ({ minutes: each }));

describe("samples wanted", () => {
  test("without two samples thirty are asked for, or as many as there are touches", () => {
    expect(samplesWanted({ samples: timed([]), count: 500, precision: 0.1 })).toEqual({ taken: 0, more: 30, basis: "beginning" });
    expect(samplesWanted({ samples: timed([4]), count: 12, precision: 0.1 })).toEqual({ taken: 1, more: 11, basis: "beginning" });
  });

  test("4 and 8 minutes: cv 0.4714, (1.645 x 0.4714 / 0.1)^2 = 60.1; of 100 touches 60.1 / 1.601 = 37.5, so 38 less the 2 taken", () => {
    expect(samplesWanted({ samples: timed([4, 8]), count: 100, precision: 0.1 })).toEqual({ taken: 2, more: 36, basis: "spread" });
  });

  test("items that all take the same time are known after two", () => {
    expect(samplesWanted({ samples: timed([5, 5]), count: 1000, precision: 0.05 })).toEqual({ taken: 2, more: 0, basis: "spread" });
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
