import { expect, test } from "vitest";
import { aScenario } from "#server/domain/roi/scenario.fixture.ts";
import { closestBreakEvens } from "./break-even-rows.ts";

const at = (field: string, value: number, breakEvenValue: number | null) => ({
  key: `order-exceptions/${field}`,
  path: field,
  title: field,
  automationId: "order-exceptions",
  value,
  breakEvenValue,
});

test("what has to move least comes first; what never gets there, or starts at nothing, is left out", () => {
  const rows = closestBreakEvens(
    aScenario(),
    [at("minutesPerTouch", 5, 2.5), at("riskFactor", 0.85, 0.68), at("buildCostMinor", 100, null), at("leakageShare", 0, 0.3)],
    5,
  );
  // Minutes would have to halve, the risk factor fall by a fifth.
  expect(rows.map(({ named }) => named.field)).toEqual(["riskFactor", "minutesPerTouch"]);
  expect(rows[0]?.breakEvenValue).toBe(0.68);
});
