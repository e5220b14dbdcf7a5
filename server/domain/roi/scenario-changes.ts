import { inputsOf } from "./fields.ts";
import type { Scenario } from "./scenario.ts";
import type { Unit } from "../provenance.ts";

/** One input that differs between two versions of a scenario; null where it was not there. */
export type ScenarioChange = { of: string; input: string; unit: Unit; from: number | null; to: number | null };

/** What differs between two versions, in the order of the inputs; changed ranges and sources alone are no change of a value. */
export function scenarioChanges(before: Scenario, after: Scenario): ScenarioChange[] {
  const titles = new Map([...before.automations, ...after.automations].map(({ id, title }) => [id, title]));
  const of = (automationId: string | null) => (automationId === null ? "Scenario" : (titles.get(automationId) ?? automationId));
  const old = new Map(inputsOf(before).map((named) => [named.key, named]));
  const changes: ScenarioChange[] = [];
  for (const { key, title, unit, automationId, input } of inputsOf(after)) {
    const from = old.get(key)?.input.value ?? null;
    old.delete(key);
    if (from !== input.value) changes.push({ of: of(automationId), input: title, unit, from, to: input.value });
  }
  for (const { title, unit, automationId, input } of old.values())
    changes.push({ of: of(automationId), input: title, unit, from: input.value, to: null });
  return changes;
}
