import { inputsOf, type NamedInput } from "./fields.ts";
import { rangeOf } from "./input.ts";
import type { Scenario } from "./scenario.ts";

/** One thing wrong with a scenario: where it stands and what to do, in words for the person who typed it. */
export type FieldError = { path: string; message: string };

/** Longest portfolio the page and the exports are made for. */
const MOST_AUTOMATIONS = 60;
/** Inputs that only shift months about: a range of them has no meaning in the draws. */
const WHOLE_AND_CERTAIN = new Set(["horizonMonths", "startMonth"]);

/**
 * Everything wrong with a scenario whose shape is already right.
 *
 * @returns [] when the engine can compute it; otherwise one error per wrong field, in the order of the fields
 */
export function validateScenario(scenario: Scenario): FieldError[] {
  const errors: FieldError[] = [];
  const say = (path: string, message: string) => errors.push({ path, message });
  if (scenario.name.trim() === "") say("name", "Give the scenario a name.");
  if (!/^[A-Z]{3}$/.test(scenario.currency)) say("currency", "Use the three-letter code of a currency, such as USD.");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(scenario.asOf)) say("asOf", "Use a date such as 2026-03-31.");
  if (!Number.isInteger(scenario.seed) || scenario.seed < 0 || scenario.seed >= 2 ** 32)
    say("seed", "Use a whole number from 0 to 4294967295.");
  if (scenario.automations.length > MOST_AUTOMATIONS) say("automations", `At most ${MOST_AUTOMATIONS} automations in one scenario.`);
  for (const named of inputsOf(scenario)) errors.push(...wrongWith(named));
  const ids = new Set<string>();
  scenario.automations.forEach((automation, index) => {
    const at = `automations.${index}`;
    if (automation.id === "" || automation.id === "scenario" || ids.has(automation.id))
      say(`${at}.id`, "Each automation needs an id of its own.");
    ids.add(automation.id);
    if (automation.workflowId === "") say(`${at}.workflowId`, "Name the workflow whose minutes this automation saves.");
    if (automation.title.trim() === "") say(`${at}.title`, "Give the automation a title.");
    if (automation.ramp.kind === "table" && automation.ramp.shares.length === 0)
      say(`${at}.ramp.shares`, "A ramp table needs at least one month.");
    const { redeployedShare, avoidedHireShare, overtimeCutShare, redeployedTo } = automation.capture;
    if (redeployedShare.value + avoidedHireShare.value + overtimeCutShare.value > 1 + 1e-9)
      say(`${at}.capture`, "Redeployed, avoided hire and overtime cut add up to more than all saved hours.");
    if (redeployedShare.value > 0 && redeployedTo.trim() === "")
      say(`${at}.capture.redeployedTo`, "Name the work to which the hours go: hours without named work are lost hours.");
  });
  scenario.baseline.forEach((workflow, index) => errors.push(...wrongInBaseline(workflow, `baseline.${index}`)));
  return errors;
}

/** What is wrong with a single input: at most one thing, the first that makes the others meaningless. */
export function wrongWith(named: NamedInput): FieldError[] {
  const { input, path, title, least, most } = named;
  const error = (message: string, part = "value") => [{ path: `${path}.${part}`, message }];
  if (!Number.isFinite(input.value)) return error(`${title} must be a number.`);
  if (input.value < least || input.value > most)
    return error(`${title} must be ${most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `between ${least} and ${most}`}.`);
  if (WHOLE_AND_CERTAIN.has(named.field)) {
    if (!Number.isInteger(input.value)) return error(`${title} must be a whole number of months.`);
    if (input.distribution.kind !== "point") return error(`${title} takes a single value and no range.`, "distribution");
  }
  const { low, high } = rangeOf(input);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return error(`The range of ${title} must be two numbers.`, "distribution");
  if (low > high) return error(`The range of ${title} starts above its end.`, "distribution");
  if (low < least || high > most)
    return error(
      `The range of ${title} must ${most === Number.MAX_SAFE_INTEGER ? `not go below ${least}` : `stay between ${least} and ${most}`}.`,
      "distribution",
    );
  if (input.distribution.kind === "lognormal") {
    if (low <= 0) return error(`A lognormal range of ${title} must lie above 0.`, "distribution");
    if (most !== Number.MAX_SAFE_INTEGER) return error(`${title} has an upper limit: choose a range with two ends.`, "distribution");
  } else if (input.value < low || input.value > high) {
    return error(`The value of ${title} must lie within its range.`, "distribution");
  }
  return [];
}

function wrongInBaseline(workflow: Scenario["baseline"][number], at: string): FieldError[] {
  const errors: FieldError[] = [];
  const check = (path: string, value: number) => {
    if (!(Number.isFinite(value) && value >= 0)) errors.push({ path: `${at}.${path}.value`, message: "Must be a number, 0 or more." });
  };
  check("loadedRateMinorPerHour", workflow.loadedRateMinorPerHour.value);
  for (const column of ["labour", "rework"] as const) {
    workflow[column].forEach((activity, index) => {
      check(`${column}.${index}.touchesPerWeek`, activity.touchesPerWeek.value);
      check(`${column}.${index}.minutesPerTouch`, activity.minutesPerTouch.value);
    });
  }
  workflow.delay.forEach((delay, index) => {
    check(`delay.${index}.casesPerYear`, delay.casesPerYear.value);
    check(`delay.${index}.daysPerCase`, delay.daysPerCase.value);
    check(`delay.${index}.costMinorPerDay`, delay.costMinorPerDay.value);
  });
  workflow.cashLoss.forEach((loss, index) => {
    check(`cashLoss.${index}.casesPerYear`, loss.casesPerYear.value);
    check(`cashLoss.${index}.lossMinorPerCase`, loss.lossMinorPerCase.value);
  });
  return errors;
}
