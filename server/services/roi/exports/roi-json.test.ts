import { describe, expect, test } from "vitest";
import { evaluateScenario } from "#server/domain/roi/evaluate-scenario.ts";
import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { anAutomation, aScenario } from "#server/domain/roi/scenario.fixture.ts";
import { assumed } from "#server/domain/roi/input.ts";
import { roiJson } from "./roi-json.ts";

const read = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

describe("the JSON", () => {
  test("holds inputs, results in minor units and the simulation without its draws", () => {
    const scenario = aScenario();
    const json = read(roiJson(scenario, evaluateScenario(scenario), monteCarlo(scenario, 100)));
    expect(json).toMatchObject({
      format: 1,
      scenario: { currency: "USD", automations: [{ riskFactor: { value: 0.85, evidence: "assumed" } }] },
      result: { portfolio: { summary: { npvMinor: 885_450 } } },
      simulation: { draws: 100, lossProbability: 0 },
    });
    expect(JSON.stringify(json)).not.toContain("npvMinorByDraw");
  });

  test("a payback beyond the horizon is null", () => {
    const scenario = aScenario({ automations: [anAutomation({ buildCostMinor: assumed(90_000_000) })] });
    expect(read(roiJson(scenario, evaluateScenario(scenario), monteCarlo(scenario, 100)))).toMatchObject({
      result: { portfolio: { summary: { paybackMonths: null } } },
      simulation: { paybackMonths: { p50: null } },
    });
    expect(read(roiJson(scenario, evaluateScenario(scenario), null))).toMatchObject({ simulation: null });
  });
});
