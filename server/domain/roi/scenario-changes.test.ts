import { expect, test } from "vitest";
import { assumed } from "./input.ts";
import { scenarioChanges } from "./scenario-changes.ts";
import { anAutomation, aScenario } from "./scenario.fixture.ts";

const scenario = (changes: Parameters<typeof anAutomation>[0] = {}) => aScenario({ automations: [anAutomation(changes)] });

test("a value and a range that changed are told with what they were; a source alone is no change", () => {
  const ranged = { ...assumed(0.85), distribution: { kind: "pert", low: 0.7, high: 0.9 } as const };
  const [only, ...others] = scenarioChanges(scenario({ riskFactor: assumed(0.85) }), scenario({ riskFactor: ranged }));
  expect(others).toEqual([]);
  expect(only).toMatchObject({ input: "Risk factor", from: 0.85, to: 0.85, fromRange: null, toRange: { low: 0.7, high: 0.9 } });
  expect(scenarioChanges(scenario({ riskFactor: assumed(0.85) }), scenario({ riskFactor: assumed(0.5) }))).toMatchObject([
    { input: "Risk factor", from: 0.85, to: 0.5 },
  ]);
  expect(scenarioChanges(scenario({ riskFactor: assumed(0.85) }), scenario({ riskFactor: assumed(0.85, "Another note") }))).toEqual([]);
});

test("an input that comes or goes, as with another form of ramp", () => {
  const curve = scenario({ ramp: { kind: "exponential", tauMonths: assumed(2) } });
  const changes = scenarioChanges(scenario({ ramp: { kind: "table", shares: [assumed(1)] } }), curve);
  expect(changes).toMatchObject([
    { input: "Ramp: time constant", from: null, to: 2 },
    { input: "Ramp, month 1", from: 1, to: null },
  ]);
});
