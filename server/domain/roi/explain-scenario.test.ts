import { describe, expect, test } from "vitest";
import type { ProvenanceInput } from "../provenance.ts";
import { evaluateScenario } from "./evaluate-scenario.ts";
import { explainScenario } from "./explain-scenario.ts";
import { monteCarlo } from "./monte-carlo.ts";
import { aPortfolio } from "./portfolio.fixture.ts";
import { aScenario } from "./scenario.fixture.ts";

const explain = (scenario = aScenario()) => explainScenario(scenario, evaluateScenario(scenario), monteCarlo(scenario, 200));

/** The innermost inputs: those that are no figure themselves. */
function roots(inputs: readonly ProvenanceInput[]): ProvenanceInput[] {
  return inputs.flatMap((input) => (input.explanation === null ? [input] : roots(input.explanation.inputs)));
}

describe("explanation", () => {
  test("the net present value opens down to every input with its source", () => {
    const { npv } = explain().portfolio;
    expect(npv.value).toBe(885_450);
    const names = new Set(roots(npv.provenance.inputs).map((input) => input.name));
    for (const name of [
      "Volume a month",
      "Minutes per touch",
      "Loaded rate",
      "Risk factor",
      "Build cost",
      "Discount rate a year",
      "Ramp, month 2",
    ]) {
      expect(names).toContain(name);
    }
    expect(roots(npv.provenance.inputs).filter((input) => input.source === null)).toEqual([]);
  });

  test("benefits and costs of the automations add up to what they explain, undiscounted lines included", () => {
    const { lines } = explain().automations[0]!;
    expect(lines.avoidedHire.value).toBe(3_886_837);
    expect(lines.build.value).toBe(-1_200_000);
    expect(lines.licence.provenance.inputs.map((input) => input.name)).toEqual(["Licence a month", "Start month"]);
  });

  test("a figure is as weak as the weakest input below it; a measured share alone keeps its class", () => {
    const { portfolio, automations } = explain(aPortfolio());
    expect(portfolio.npv.provenance.evidence).toBe("assumed");
    expect(automations[0]?.claimedShare.provenance.inputs.map((input) => input.evidence)).toEqual(["bounds", "assumed"]);
  });

  test("ranges come from the draws, and are left out where a draw does not pay back", () => {
    const { portfolio } = explain(aPortfolio());
    expect(portfolio.npv.range!.low).toBeLessThan(portfolio.npv.range!.high);
    expect(portfolio.lossProbability?.value).toBeLessThan(0.1);
    expect(explainScenario(aScenario(), evaluateScenario(aScenario()), null).portfolio.npv.range).toBeNull();
  });

  test("drag opens to touches, minutes and rate of each workflow", () => {
    const { drag } = explain(aPortfolio());
    expect(drag[0]?.labour.provenance.inputs.map((input) => input.name)).toEqual([
      "Release held orders: touches a week",
      "Release held orders: minutes per touch",
      "Loaded rate",
    ]);
    // 1,900 a month x 12 x 4.5 min / 60 x $35 = $59,850.
    expect(drag[0]?.labour.value).toBe(5_985_000);
  });
});
