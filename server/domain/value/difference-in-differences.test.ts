import { describe, expect, test } from "vitest";
import { avoidedByDifferences, type UnitPeriod } from "./difference-in-differences.ts";

describe("a staggered roll-out", () => {
  const series = (unit: string, touches: readonly number[]): UnitPeriod[] =>
    touches.map((count, i) => ({ unit, period: i + 1, touches: count, volume: 100 }));

  test("the change of units not yet switched is taken off", () => {
    // A goes from 50 to 20 while B and C go from 60 to 66: avoided 30 + 6 = 36 in period 2, 40 + 6 = 46 in period 3.
    const observations = [
      ...series("A", [50, 20, 10]),
      ...series("B", [60, 66, 66]),
      ...series("C", [60, 66, 66]),
      ...series("D", [50, 20, 10]),
    ];
    const avoided = avoidedByDifferences(
      observations,
      new Map([
        ["A", 2],
        ["D", 2],
      ]),
    );
    expect(avoided?.point).toBeCloseTo(2 * (36 + 46), 9);
    // All units of a kind agree, so leaving one out changes nothing.
    expect(avoided?.low).toBeCloseTo(164, 9);
  });

  test("a unit is a control until its own switch", () => {
    // B is switched in period 3 and is the control of A in period 2 only; C is left as the control after that.
    const observations = [
      ...series("A", [50, 30, 30]),
      ...series("B", [40, 40, 10]),
      ...series("C", [40, 40, 40]),
      ...series("D", [40, 40, 40]),
    ];
    const avoided = avoidedByDifferences(
      observations,
      new Map([
        ["A", 2],
        ["B", 3],
      ]),
    );
    // A: 20 + 20, B: 30.
    expect(avoided?.point).toBeCloseTo(70, 9);
    expect(avoided!.low).toBeLessThan(avoided!.high);
  });

  test("when every unit was switched at once there is nothing to compare with", () => {
    expect(
      avoidedByDifferences(
        [...series("A", [5, 2]), ...series("B", [5, 2])],
        new Map([
          ["A", 2],
          ["B", 2],
        ]),
      ),
    ).toBeNull();
  });
});
