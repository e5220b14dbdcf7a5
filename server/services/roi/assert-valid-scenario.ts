import type { Scenario } from "#server/domain/roi/scenario.ts";
import { validateScenario } from "#server/domain/roi/validate-scenario.ts";
import { AppError } from "#server/errors.ts";

/** Nothing is kept that the model cannot compute. @throws AppError INPUT_INVALID with each wrong field */
export function assertValidScenario(scenario: Scenario): void {
  const fields = validateScenario(scenario);
  if (fields.length === 0) return;
  throw new AppError("INPUT_INVALID", fields.map(({ message }) => message).join(" "), { fields });
}
