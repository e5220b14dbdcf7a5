import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { somePlan } from "#tests/rollout/some-plan.ts";
import { aPlan } from "./plan.fixture.ts";
import { goLiveWeek, weeksOfValue, worthCurve } from "./worth-curve.ts";

describe("full weeks of value after go-live", () => {
  test("without a ramp every week counts in full; before go-live nothing does", () => {
    expect(weeksOfValue([], 3)).toBe(3);
    expect(weeksOfValue([], 0)).toBe(0);
    expect(weeksOfValue([], -2)).toBe(0);
  });

  test("a ramp to all in four weeks gives half of them, then all", () => {
    const ramp = [{ weeksLive: 4, share: 1 }];
    expect(weeksOfValue(ramp, 2)).toBe(0.5); // triangle: 2 weeks, share up to 0.5
    expect(weeksOfValue(ramp, 4)).toBe(2);
    expect(weeksOfValue(ramp, 6)).toBe(4);
  });

  test("a ramp may start above nothing and end below all", () => {
    const ramp = [
      { weeksLive: 0, share: 0.5 },
      { weeksLive: 2, share: 0.75 },
    ];
    expect(weeksOfValue(ramp, 2)).toBe(1.25);
    expect(weeksOfValue(ramp, 4)).toBe(2.75);
  });
});

test("a freeze window sends go-live to its end, and on into the next when they touch or overlap", () => {
  const live = goLiveWeek({
    freezeWindows: [
      { fromWeek: 6, toWeek: 8 },
      { fromWeek: 2, toWeek: 4 },
      { fromWeek: 4, toWeek: 5 },
    ],
  });
  expect([1.9, 2, 3, 4, 5, 6.5, 8].map(live)).toEqual([1.9, 5, 5, 5, 5, 8, 8]);
});

test("the curve by the horizon: weeks left after go-live, nothing past the horizon", () => {
  const curve = worthCurve(aPlan([], { objective: "saved", horizonWeeks: 10, freezeWindows: [{ fromWeek: 3, toWeek: 5 }] }));
  expect([0, 10, 15, 20, 25, 50, 60].map(curve.at)).toEqual([10, 8, 5, 5, 5, 0, 0]);
  expect(curve.straightUntilDay).toBeCloseTo(15, 6);
});

test("every curve never rises, falls as fast as it says, and is straight as far as it says", { timeout: 60_000 }, () => {
  const kinds = fc.constantFrom<"waiting" | "saved">("waiting", "saved");
  fc.assert(
    fc.property(somePlan({ maxItems: 1, calendar: true }), kinds, fc.integer({ min: 1, max: 80 }), (drawn, objective, until) => {
      const curve = worthCurve({ ...drawn, objective });
      const fall = curve.fallsAtLeast(until);
      for (let day = 0; day < until; day += 0.25) expect(curve.at(day + 0.25)).toBeLessThanOrEqual(curve.at(day) - fall * 0.25 + 1e-9);
      const straight = Math.min(until, curve.straightUntilDay);
      if (straight <= 0) return;
      const [start, end] = [curve.at(0), curve.at(straight)];
      for (const part of [0.25, 0.5, 0.75]) expect(Math.abs(curve.at(straight * part) - (start + (end - start) * part))).toBeLessThan(1e-6);
    }),
    { seed: 71, numRuns: 500 },
  );
});
