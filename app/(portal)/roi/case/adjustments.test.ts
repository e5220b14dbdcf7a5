import { expect, test } from "vitest";
import { aScenario } from "#server/domain/roi/scenario.fixture.ts";
import { adjustmentsOf, withAdjustments } from "./adjustments.ts";

const EDITOR = { by: "Ops lead", today: "2026-04-01" };
const saved = aScenario();

test("what was tried out stands in the address and comes back from it", () => {
  const draft = withAdjustments(saved, ["scenario/discountRatePerYear:0.12", "order-exceptions/riskFactor:0.5"], EDITOR);
  expect(draft.discountRatePerYear.value).toBe(0.12);
  expect(draft.automations[0]?.riskFactor).toMatchObject({ value: 0.5, evidence: "assumed" });
  expect(adjustmentsOf(saved, draft)).toEqual(["scenario/discountRatePerYear:0.12", "order-exceptions/riskFactor:0.5"]);
});

test("an address with something else in it shows the saved scenario", () => {
  for (const text of ["", ":", "nonsense", "scenario/nothing:1", "scenario/discountRatePerYear:", "scenario/discountRatePerYear:abc"])
    expect(withAdjustments(saved, [text], EDITOR)).toEqual(saved);
});

test("a value out of its bounds is brought within them", () => {
  expect(withAdjustments(saved, ["scenario/discountRatePerYear:99"], EDITOR).discountRatePerYear.value).toBe(1);
});
