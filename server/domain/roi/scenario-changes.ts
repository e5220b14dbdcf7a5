import { inputsOf } from "./fields.ts";
import { rangeOf, type Input } from "./input.ts";
import type { Scenario } from "./scenario.ts";
import type { Unit } from "../provenance.ts";

type Ends = { low: number; high: number };

/** One input whose value or range differs between two versions of a scenario; null where it was not there, or had no range. */
export type ScenarioChange = {
  of: string;
  input: string;
  unit: Unit;
  from: number | null;
  to: number | null;
  fromRange: Ends | null;
  toRange: Ends | null;
};

/** What differs between two versions, in the order of the inputs; a changed source alone is no change. */
export function scenarioChanges(before: Scenario, after: Scenario): ScenarioChange[] {
  const titles = new Map([...before.automations, ...after.automations].map(({ id, title }) => [id, title]));
  const of = (automationId: string | null) => (automationId === null ? "Scenario" : (titles.get(automationId) ?? automationId));
  const old = new Map(inputsOf(before).map((named) => [named.key, named]));
  const changes: ScenarioChange[] = [];
  for (const { key, title, unit, automationId, input } of inputsOf(after)) {
    const earlier = old.get(key)?.input;
    old.delete(key);
    if (earlier?.value === input.value && JSON.stringify(earlier.distribution) === JSON.stringify(input.distribution)) continue;
    const ranges = { fromRange: earlier ? endsOf(earlier) : null, toRange: endsOf(input) };
    changes.push({ of: of(automationId), input: title, unit, from: earlier?.value ?? null, to: input.value, ...ranges });
  }
  for (const { title, unit, automationId, input } of old.values())
    changes.push({ of: of(automationId), input: title, unit, from: input.value, to: null, fromRange: endsOf(input), toRange: null });
  return changes;
}

const endsOf = (input: Input): Ends | null => (input.distribution.kind === "point" ? null : rangeOf(input));
