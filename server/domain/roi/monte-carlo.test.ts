import { describe, expect, test } from "vitest";
import { compileModel, emptyOutcome } from "./compile-model.ts";
import { evaluateScenario } from "./evaluate-scenario.ts";
import { assumed, type Distribution } from "./input.ts";
import { monteCarlo, percentile, startMonteCarlo } from "./monte-carlo.ts";
import { aPortfolio } from "./portfolio.fixture.ts";
import { anAutomation, aScenario } from "./scenario.fixture.ts";

const ranged = (value: number, distribution: Distribution) => ({ ...assumed(value), distribution });

describe("the compiled model", () => {
  test("at the values of the scenario it is the cash flow less the rounding: within half a cent a line and month", () => {
    for (const scenario of [aScenario(), aPortfolio()]) {
      const model = compileModel(scenario);
      const outcome = emptyOutcome();
      model.evaluate(model.values, 0, 1, outcome);
      const { summary } = evaluateScenario(scenario).portfolio;
      expect(Math.abs(outcome.npvMinor - summary.npvMinor)).toBeLessThan(scenario.automations.length * 36 * 5);
      expect(outcome.paybackMonths).toBeCloseTo(summary.paybackMonths ?? Infinity, 3);
    }
  });
});

describe("Monte Carlo", () => {
  test("the same seed gives the same answer, sliced or not, another seed another", () => {
    const whole = monteCarlo(aPortfolio(), 500);
    const sliced = startMonteCarlo(aPortfolio(), 500);
    let slices = 0;
    while (!sliced.step(120)) slices += 1;
    expect(slices).toBeGreaterThan(10);
    expect(sliced.result()).toEqual(whole);
    expect(monteCarlo(aPortfolio({ seed: 2 }), 500).npvMinorByDraw).not.toEqual(whole.npvMinorByDraw);
  });

  test("what was drawn before leaves no trace: other draws, another scenario or another seed in between change nothing", () => {
    const first = monteCarlo(aPortfolio(), 500);
    expect(monteCarlo(aPortfolio(), 500)).toEqual(first);
    monteCarlo(aScenario(), 500);
    monteCarlo(aPortfolio({ seed: 9 }), 500);
    monteCarlo(aPortfolio(), 700);
    expect(monteCarlo(aPortfolio(), 500)).toEqual(first);
    const { automations } = aPortfolio();
    const lastFirst = aPortfolio({ automations: automations.toReversed() });
    const reversed = monteCarlo(lastFirst, 500);
    monteCarlo(aPortfolio(), 500);
    expect(monteCarlo(lastFirst, 500)).toEqual(reversed);
  });

  test("an NPV that follows one evenly spread input has its percentiles where arithmetic puts them", () => {
    // Build between $10,000 and $14,000, even: NPV = 8,854.50 + 12,000 - build, so p10 is 20,854.50 - 13,600 and so on.
    const automation = anAutomation({ buildCostMinor: ranged(1_200_000, { kind: "interval", low: 1_000_000, high: 1_400_000 }) });
    const result = monteCarlo(aScenario({ automations: [automation] }));
    expect(result.npvMinor.p10 / 100).toBeCloseTo(20_854.5 - 13_600, -1);
    expect(result.npvMinor.p50 / 100).toBeCloseTo(20_854.5 - 12_000, -1);
    expect(result.npvMinor.p90 / 100).toBeCloseTo(20_854.5 - 10_400, -1);
    expect(result.npvRange.point / 100).toBeCloseTo(8_854.5, -1);
    expect(result.rankCorrelations).toEqual([{ key: "order-exceptions/buildCostMinor", rho: expect.closeTo(-1, 9) }]);
  });

  test("the chance of a loss is counted: a build even between $0 and $40,000 is above the break-even of $20,854 in 47.86 %", () => {
    const automation = anAutomation({ buildCostMinor: ranged(2_000_000, { kind: "interval", low: 0, high: 4_000_000 }) });
    const result = monteCarlo(aScenario({ automations: [automation] }));
    expect(result.lossProbability).toBeCloseTo(1 - 20_854.5 / 40_000, 3);
  });

  test("without any range every draw is the same and nothing correlates", () => {
    const result = monteCarlo(aScenario(), 100);
    expect(result.npvMinor.p10).toBe(result.npvMinor.p90);
    expect(result.rankCorrelations).toEqual([]);
  });

  test("common random numbers: $100 more for the licence costs the same present value in every single draw", () => {
    const base = aPortfolio({ discountRatePerYear: assumed(0.1) });
    const dearer = {
      ...base,
      automations: base.automations.map((a, i) => (i === 0 ? { ...a, licenceMinorPerMonth: assumed(20_000) } : a)),
    };
    const cheap = { ...base, automations: base.automations.map((a, i) => (i === 0 ? { ...a, licenceMinorPerMonth: assumed(10_000) } : a)) };
    const [a, b] = [monteCarlo(cheap, 200).npvMinorByDraw, monteCarlo(dearer, 200).npvMinorByDraw];
    const d = 1.1 ** (-1 / 12);
    const annuity = (d * (1 - d ** 36)) / (1 - d);
    for (let i = 0; i < 200; i += 1) expect(a[i]! - b[i]!).toBeCloseTo(10_000 * annuity, 2);
  });

  test("an input nobody depends on has a rank correlation near zero, the strongest come first", () => {
    const { rankCorrelations } = monteCarlo(aPortfolio());
    const rhos = rankCorrelations.map(({ rho }) => Math.abs(rho));
    expect(rhos).toEqual(rhos.toSorted((a, b) => b - a));
    expect(rankCorrelations.some(({ key }) => key === "scenario/workingDaysPerYear")).toBe(false);
    const minutes = rankCorrelations.find(({ key }) => key === "order-exceptions/minutesPerTouch");
    const build = rankCorrelations.find(({ key }) => key === "order-exceptions/buildCostMinor");
    expect(minutes?.rho).toBeGreaterThan(0.1);
    expect(build?.rho).toBeLessThan(-0.05);
  });

  test("drawn shares of capture never pay for more hours than were saved", () => {
    const all = { kind: "interval", low: 0.9, high: 1 } as const;
    const capture = {
      ...anAutomation().capture,
      avoidedHireShare: ranged(0.95, all),
      overtimeCutShare: ranged(0, { kind: "interval", low: 0, high: 1 }),
    };
    const result = monteCarlo(aScenario({ automations: [anAutomation({ capture })] }), 1_000);
    const most = evaluateScenario(
      aScenario({ automations: [anAutomation({ capture: { ...capture, avoidedHireShare: assumed(1), overtimeCutShare: assumed(0) } })] }),
    );
    expect(Math.max(...result.npvMinorByDraw)).toBeLessThanOrEqual(most.portfolio.summary.npvMinor + 36);
  });

  test("asking for a result too early says how far it is", () => {
    expect(() => startMonteCarlo(aScenario(), 100).result()).toThrow("only 0 of 100 draws");
  });

  test("percentiles are interpolated between neighbours", () => {
    expect(percentile(Float64Array.of(10, 20, 30, 40, 50), 0.1)).toBeCloseTo(14, 12);
    expect(percentile(Float64Array.of(1, Infinity, Infinity), 0.9)).toBe(Infinity);
  });
});
