import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreementOf, gateConditions, gateHolds, type Answered } from "./agreement.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

const answers = (agreed: number, not: number, costMinor = 0): Answered[] => [
  ...Array.from({ length: agreed }, () => ({ agreed: true, severe: false, costMinor: 0 })),
  ...Array.from({ length: not }, () => ({ agreed: false, severe: false, costMinor })),
];
const gate = DEFAULT_SETTINGS.gates.approve;

describe("agreement", () => {
  test("nothing answered is not known, and no gate opens on it", () => {
    const none = agreementOf([]);
    expect(none).toMatchObject({ n: 0, share: null, upper: null, lossPerThousandMinor: null });
    expect(gateConditions(gate, none).map(({ holds }) => holds)).toEqual([false, false, false]);
  });

  // By hand, z = 1.6449: (p + z²/2n - z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n).
  test("its bounds are Wilson's: 199 of 200 are at least 0.977, 195 at least 0.950, and 194 are not enough", () => {
    expect(agreementOf(answers(199, 1)).lower).toBeCloseTo(0.9779, 4);
    expect(agreementOf(answers(195, 5)).lower).toBeCloseTo(0.95, 3);
    expect(gateHolds(gateConditions(gate, agreementOf(answers(196, 4))))).toBe(true);
    expect(gateHolds(gateConditions(gate, agreementOf(answers(194, 6))))).toBe(false);
  });

  test("199 answers that all agree are one too few, and dear errors close the gate however rare", () => {
    expect(gateHolds(gateConditions(gate, agreementOf(answers(199, 0))))).toBe(false);
    // One wrong at 100.00 in 200 is 500.00 in a thousand, which is the budget; a cent more is beyond it.
    expect(gateHolds(gateConditions(gate, agreementOf(answers(199, 1, 10_000))))).toBe(true);
    expect(gateHolds(gateConditions(gate, agreementOf(answers(199, 1, 10_001))))).toBe(false);
  });

  test("the share lies between its bounds, and one more agreement never lowers the lower one", () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), fc.nat({ max: 400 }), (agreed, not) => {
        fc.pre(agreed + not > 0);
        const { share, lower, upper } = agreementOf(answers(agreed, not));
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(share ?? NaN);
        expect(upper).toBeGreaterThanOrEqual(share ?? NaN);
        expect(upper).toBeLessThanOrEqual(1);
        expect(agreementOf(answers(agreed + 1, not)).lower).toBeGreaterThanOrEqual(lower);
      }),
      { seed: 1 },
    );
  });
});
