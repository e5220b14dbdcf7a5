import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyScenario } from "#tests/roi/any-scenario.ts";
import { secondModel } from "#tests/roi/second-model.ts";
import { LINES } from "./cash-flow.ts";
import { evaluateScenario } from "./evaluate-scenario.ts";
import { withInput } from "./fields.ts";
import { assumed } from "./input.ts";
import type { Automation, Scenario } from "./scenario.ts";
import { validateScenario } from "./validate-scenario.ts";

const SEED = 20_260_331;
const npvOf = (scenario: Scenario) => evaluateScenario(scenario).portfolio.summary.npvMinor;
/** Rounding of lines can cost half a minor unit a line and month either way. */
const roundingOf = (scenario: Scenario) => scenario.automations.length * scenario.horizonMonths.value * 5;

function neverLowers(change: (automation: Automation, extra: number) => [field: string, value: number] | null) {
  fc.assert(
    fc.property(anyScenario, fc.nat(), fc.double({ min: 0.001, max: 1, noNaN: true }), (scenario, pick, extra) => {
      const automation = scenario.automations[pick % Math.max(1, scenario.automations.length)];
      const changed = automation && change(automation, extra);
      fc.pre(changed !== undefined && changed !== null);
      const more = withInput(scenario, `${automation?.id}/${changed?.[0]}`, assumed(changed?.[1] ?? 0));
      expect(npvOf(more)).toBeGreaterThanOrEqual(npvOf(scenario) - roundingOf(scenario));
    }),
    { seed: SEED, numRuns: 300 },
  );
}

describe("properties of the model", () => {
  test("a second implementation agrees to the minor unit on 1,000 scenarios, line by line", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        expect(validateScenario(scenario)).toEqual([]);
        const first = evaluateScenario(scenario);
        const second = secondModel(scenario);
        const pairs = [
          { mine: first.portfolio, theirs: second.portfolio },
          ...first.automations.map((mine, i) => ({ mine, theirs: second.automations[i] })),
        ];
        for (const { mine, theirs } of pairs) {
          const mineByLine = LINES.map((line) => mine.cashFlow.months.map((month) => month.linesMinor[line] + 0));
          expect(mineByLine).toEqual(LINES.map((line) => theirs?.lines[line]?.map((amount) => amount + 0)));
          expect([mine.summary.npvMinor, mine.summary.presentBenefitMinor, mine.summary.presentCostMinor]).toEqual([
            theirs?.npv,
            theirs?.presentBenefit,
            theirs?.presentCost,
          ]);
          expect(mine.summary.paybackMonths ?? -1).toBeCloseTo(theirs?.payback ?? -1, 6);
        }
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test("more volume never lowers the NPV", () => {
    neverLowers((a, extra) => ["volumePerMonth", a.volumePerMonth.value * (1 + extra)]);
    expect.hasAssertions();
  });

  test("a higher rate never lowers the NPV", () => {
    neverLowers((a, extra) => ["loadedRateMinorPerHour", a.loadedRateMinorPerHour.value * (1 + extra)]);
    expect.hasAssertions();
  });

  test("capturing more of the hours never lowers the NPV", () => {
    neverLowers((a, extra) => {
      const { redeployedShare, avoidedHireShare, overtimeCutShare } = a.capture;
      const lost = 1 - redeployedShare.value - avoidedHireShare.value - overtimeCutShare.value;
      return ["capture.avoidedHireShare", avoidedHireShare.value + lost * extra];
    });
    expect.hasAssertions();
  });

  test("saved minutes of a workflow never exceed its measured minutes, whatever claims they overlap in", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { automations } = evaluateScenario(scenario);
        for (const workflowId of new Set(automations.map((a) => a.workflowId))) {
          const members = scenario.automations.flatMap((a, i) => (a.workflowId === workflowId ? [{ a, result: automations[i] }] : []));
          const measured = Math.max(...members.map(({ a }) => a.volumePerMonth.value * a.minutesPerTouch.value));
          const saved = (month: number) =>
            members.reduce((sum, { result }) => sum + (result?.cashFlow.months[month]?.savedMinutes ?? 0), 0);
          for (let month = 0; month <= scenario.horizonMonths.value; month += 1) {
            const growth = (1 + scenario.volumeGrowthPerYear.value) ** (month / 12);
            expect(saved(month)).toBeLessThanOrEqual(measured * growth * (1 + 1e-12));
          }
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("a hundred times the money in every money input is a hundred times the answer, less rounding", () => {
    const money = [
      "loadedRateMinorPerHour",
      "capture.redeployedValueMinorPerHour",
      "buildCostMinor",
      "licenceMinorPerMonth",
      "careRateMinorPerHour",
    ];
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        let scaled = scenario;
        for (const automation of scenario.automations) {
          for (const field of money) {
            const value = field.startsWith("capture.") ? automation.capture.redeployedValueMinorPerHour.value : valueAt(automation, field);
            scaled = withInput(scaled, `${automation.id}/${field}`, assumed(value * 100));
          }
        }
        expect(Math.abs(npvOf(scaled) - 100 * npvOf(scenario))).toBeLessThanOrEqual(101 * (roundingOf(scenario) + 1));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

function valueAt(automation: Automation, field: string): number {
  if (field === "loadedRateMinorPerHour") return automation.loadedRateMinorPerHour.value;
  if (field === "buildCostMinor") return automation.buildCostMinor.value;
  if (field === "licenceMinorPerMonth") return automation.licenceMinorPerMonth.value;
  return automation.careRateMinorPerHour.value;
}
