import { describe, expect, test } from "vitest";
import { withInput } from "./fields.ts";
import { evaluateScenario } from "./evaluate-scenario.ts";
import { assumed } from "./input.ts";
import { aPortfolio } from "./portfolio.fixture.ts";
import { anAutomation, aScenario } from "./scenario.fixture.ts";
import { breakEvens, tornado } from "./sensitivity.ts";

describe("tornado", () => {
  test("one bar per uncertain input, widest first, each from the NPV at its p10 to that at its p90", () => {
    const automation = anAutomation({
      buildCostMinor: { ...assumed(1_200_000), distribution: { kind: "interval", low: 1_000_000, high: 1_400_000 } },
      licenceMinorPerMonth: { ...assumed(40_000), distribution: { kind: "interval", low: 20_000, high: 60_000 } },
    });
    const bars = tornado(aScenario({ automations: [automation] }));
    // Licence p10 $240, p90 $560: x 31.186 months; build p10 $10,400, p90 $13,600.
    expect(bars.map((bar) => bar.title)).toEqual(["Licence a month", "Build cost"]);
    expect(bars[1]).toMatchObject({ inputP10: 1_040_000, inputP90: 1_360_000 });
    expect(bars[1]!.npvAtP10Minor - bars[1]!.npvAtP90Minor).toBeCloseTo(320_000, 3);
    expect(bars[0]!.npvAtP10Minor - bars[0]!.npvAtP90Minor).toBeCloseTo(32_000 * 31.186, -2);
  });
});

describe("break-even", () => {
  test("the build that the case can bear is the build plus its NPV: 12,000 + 8,854.50", () => {
    const build = breakEvens(aScenario()).find((row) => row.key === "order-exceptions/buildCostMinor");
    expect(build?.breakEvenValue).toBeCloseTo(2_085_450, -1);
  });

  test("at its break-even value an input brings the NPV to zero, as far as rounding of lines allows", () => {
    const scenario = aPortfolio();
    const rows = breakEvens(scenario).filter((row) => row.breakEvenValue !== null);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const at = withInput(scenario, row.key, assumed(row.breakEvenValue ?? 0));
      expect(Math.abs(evaluateScenario(at).portfolio.summary.npvMinor)).toBeLessThan(6 * 36 * 5);
    }
  });

  test("an input that cannot bring the case to zero has none", () => {
    const share = breakEvens(aScenario({ automations: [anAutomation({ buildCostMinor: assumed(100_000_000) })] }));
    expect(share.find((row) => row.key === "order-exceptions/automatableShare")?.breakEvenValue).toBeNull();
  });
});
