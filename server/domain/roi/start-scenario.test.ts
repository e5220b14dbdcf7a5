import { expect, test } from "vitest";
import { evaluateScenario } from "./evaluate-scenario.ts";
import { assumed } from "./input.ts";
import { scenarioChanges } from "./scenario-changes.ts";
import { triedShare } from "../automations/tried-share.ts";
import { scenarioByHand, scenarioFromAudit, withMeasured, type AuditedWork } from "./start-scenario.ts";
import { validateScenario } from "./validate-scenario.ts";

const FRAME = { name: "Case", currency: "USD", today: "2026-03-31", workingDaysPerYear: 260, seed: 7 };
const TASK = { title: "Release held orders", timesPerDay: 36, minutesEach: 5, daysPerYear: 260, rateMinorPerHour: 3_500 };

/** Two weeks with 70 touches of 3 to 5 minutes, a seventh of them done again. */
const AUDITED: AuditedWork = {
  auditId: "0199a0a0-0000-7000-8000-000000000001",
  from: "2026-03-01",
  to: "2026-03-15",
  workflows: [
    {
      workflow: "returns",
      title: "Returns",
      touches: 70,
      reworkTouches: 10,
      minutes: { low: 210, point: 280, high: 350 },
      weeks: 2,
      evidence: "bounds",
      rate: { minorPerHour: 3_500, evidence: "recorded", note: "Payroll of March" },
      tried: null,
      learnedShare: 0.17,
    },
  ],
  activities: [
    {
      workflow: "returns",
      title: "Returns",
      activity: "Refund",
      touches: 70,
      reworkTouches: 10,
      minutes: { low: 210, point: 280, high: 350 },
      weeks: 2,
      evidence: "bounds",
    },
  ],
};

test("36 a day x 5 minutes x 260 days at $35 is the $27,300 of the worked example", () => {
  const scenario = scenarioByHand(FRAME, TASK);
  expect(validateScenario(scenario)).toEqual([]);
  // 36 x 5 / 60 = 3 h a day; x 260 = 780 h a year; x $35 = $27,300. 780 h / 52 = 15 h a week.
  expect(evaluateScenario(scenario).drag.total).toMatchObject({ labourMinor: 2_730_000, hoursPerWeek: 15 });
  // 36 x 260 / 12 = 780 touches a month.
  expect(scenario.automations[0]?.volumePerMonth.value).toBe(780);
});

test("an audit gives one automation a workflow, measured where it measured and assumed elsewhere", () => {
  const scenario = scenarioFromAudit(FRAME, AUDITED);
  expect(validateScenario(scenario)).toEqual([]);
  const [returns] = scenario.automations;
  // 70 touches in 2 weeks = 35 a week; x 52 / 12 = 151.67 a month. 280 / 70 = 4 minutes each, between 3 and 5.
  expect(returns?.volumePerMonth.value).toBeCloseTo(151.667, 3);
  expect(returns?.minutesPerTouch).toMatchObject({ value: 4, distribution: { kind: "interval", low: 3, high: 5 }, evidence: "bounds" });
  expect(returns?.minutesPerTouch.source).toMatchObject({ kind: "measure", auditId: AUDITED.auditId, workflow: "returns", count: 70 });
  expect(returns?.loadedRateMinorPerHour).toMatchObject({ value: 3_500, evidence: "recorded" });
  // What the log alone tells widens what is assumed, and stands beside it.
  expect(returns?.automatableShare).toMatchObject({
    value: 0.6,
    distribution: { kind: "pert", low: 0.17, high: 0.8 },
    evidence: "assumed",
  });
  expect(returns?.automatableShare.source).toMatchObject({ note: expect.stringContaining("would take 17 % of the decisions") });
});

const TRIED = triedShare(
  { decisions: 380, agreement: { agreed: 160, share: null }, fromDay: "2026-01-01", toDay: "2026-03-31" },
  { automationId: "0199a0a0-0000-7000-8000-00000000000a", version: 2 },
);
const afterBackTest: AuditedWork = { ...AUDITED, workflows: AUDITED.workflows.map((row) => ({ ...row, tried: TRIED })) };

test("a back-test takes the place of what was assumed, with its range and the way to it", () => {
  const scenario = scenarioFromAudit(FRAME, afterBackTest);
  expect(validateScenario(scenario)).toEqual([]);
  const share = scenario.automations[0]!.automatableShare;
  // 160 of 380; Wilson at 90 %: 38.0 % to 46.3 %.
  expect(share.value).toBeCloseTo(0.42105, 5);
  expect(share.distribution).toEqual({ kind: "pert", low: expect.closeTo(0.38, 3), high: expect.closeTo(0.463, 3) });
  expect(share).toMatchObject({ evidence: "recorded", source: { kind: "backTest", version: 2, alike: 160, count: 380 } });
});

test("with a newer audit a case takes over what was tried since, unless a person has set it", () => {
  const before = scenarioFromAudit(FRAME, AUDITED);
  const fresh = scenarioFromAudit(FRAME, afterBackTest);
  expect(withMeasured(before, fresh).automations[0]?.automatableShare.value).toBeCloseTo(0.42105, 5);
  const own = {
    ...before.automations[0]!,
    automatableShare: { ...assumed(0.3), source: { kind: "entry", by: "Finance", at: "2026-03-31", note: "Ours" } as const },
  };
  expect(withMeasured({ ...before, automations: [own] }, fresh).automations[0]?.automatableShare.value).toBe(0.3);
});

test("the baseline of an audit adds up to its hours: 280 minutes in 2 weeks are 2 h 20 min a week", () => {
  const { drag } = evaluateScenario(scenarioFromAudit(FRAME, AUDITED));
  expect(drag.total.hoursPerWeek).toBeCloseTo(280 / 60 / 2, 9);
  // 10 of 70 touches are rework: a seventh of 52 x 2.3333 h x $35 = $4,246.67.
  expect(drag.total.reworkMinor).toBe(60_667);
  expect(drag.total.labourMinor).toBe(364_000);
});

test("a newer audit changes what was measured, and leaves what a person has set", () => {
  const scenario = scenarioFromAudit(FRAME, AUDITED);
  const [returns] = scenario.automations;
  const edited = { ...scenario, automations: [{ ...returns!, minutesPerTouch: assumed(9), riskFactor: assumed(0.5) }] };
  const newer = { ...AUDITED, workflows: [{ ...AUDITED.workflows[0]!, touches: 140, minutes: { low: 140, point: 140, high: 140 } }] };
  const taken = withMeasured(edited, scenarioFromAudit(FRAME, newer)).automations[0];
  expect(taken?.volumePerMonth.value).toBeCloseTo(303.333, 3);
  expect(taken?.minutesPerTouch.value).toBe(9);
  expect(taken?.riskFactor.value).toBe(0.5);
});

test("what changed is named by what it belongs to, and nothing else is listed", () => {
  const before = scenarioByHand(FRAME, TASK);
  const after = { ...before, discountRatePerYear: assumed(0.12), automations: [] };
  const changes = scenarioChanges(before, after);
  expect(changes[0]).toEqual({
    of: "Scenario",
    input: "Discount rate a year",
    unit: { kind: "share" },
    from: 0.1,
    to: 0.12,
    fromRange: null,
    toRange: null,
  });
  expect(changes.find(({ input }) => input === "Minutes per touch")).toEqual({
    of: "Release held orders",
    input: "Minutes per touch",
    unit: { kind: "minutes" },
    from: 5,
    to: null,
    fromRange: null,
    toRange: null,
  });
  expect(scenarioChanges(before, before)).toEqual([]);
});
