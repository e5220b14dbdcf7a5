import { describe, expect, test } from "vitest";
import { evaluateScenario } from "./evaluate-scenario.ts";
import { assumed } from "./input.ts";
import { anAutomation, aScenario } from "./scenario.fixture.ts";

const summaryOf = (scenario = aScenario()) => evaluateScenario(scenario).portfolio.summary;

describe("the check values of the method", () => {
  // A full month: 780 x 5 / 60 = 65 h; x $35 = $2,275 gross; x 0.6 x 0.85 = $1,160.25.
  // Months 1..5 of the ramp: 0; 290.0625 -> 290.06; 580.125 -> 580.12 (tie to even); 870.1875 -> 870.19; 1,160.25.
  test("the months of the ramp are rounded half-even to the cent", () => {
    const months = evaluateScenario(aScenario()).portfolio.cashFlow.months;
    expect(months.slice(0, 6).map((month) => month.benefitMinor)).toEqual([0, 0, 29_006, 58_012, 87_019, 116_025]);
    expect(months.slice(0, 3).map((month) => month.costMinor)).toEqual([-1_200_000, -40_000, -40_000]);
    expect(months.at(-1)?.month).toBe(36);
  });

  test("NPV is $8,854.50", () => {
    // d = 1.1^(-1/12). Annuity of 36 months a36 = d(1-d^36)/(1-d) = 31.1861..., costs 12,000 + 400 a36 = 24,474.58;
    // benefits 290.06 d^2 + 580.12 d^3 + 870.19 d^4 + 1,160.25 (d^5 + ... + d^36) = 33,329.08.
    expect(summaryOf()).toMatchObject({ npvMinor: 885_450, presentCostMinor: 2_447_458, presentBenefitMinor: 3_332_908 });
  });

  test("ROI is 36.18 %: 8,854.50 / 24,474.58", () => {
    expect(summaryOf().roi).toBeCloseTo(0.3618, 4);
  });

  test("payback is 19.60 months: 11,859.63 left after month 4, 760.25 a month after that", () => {
    // 12,000 + 400 - (290.06 - 400) - (580.12 - 400) - (870.19 - 400) = 11,859.63; 4 + 11,859.63 / 760.25 = 19.5997.
    expect(summaryOf().paybackMonths).toBeCloseTo(19.6, 2);
    expect(summaryOf().paybackMonths).toBeCloseTo(4 + 11_859.63 / 760.25, 9);
  });

  test("the naive payback is about five months: 12,000 / 2,275", () => {
    expect(summaryOf().naivePaybackMonths).toBeCloseTo(5.27, 2);
  });

  test("at the IRR the flows are worth nothing", () => {
    const { portfolio } = evaluateScenario(aScenario());
    const { irr } = portfolio.summary;
    expect(irr.kind).toBe("rate");
    if (irr.kind !== "rate") return;
    expect(irr.perYear).toBeCloseTo(0.57236, 4);
    const worth = portfolio.cashFlow.months.reduce((sum, { netMinor, month }) => sum + netMinor / (1 + irr.perYear) ** (month / 12), 0);
    expect(worth).toBeCloseTo(0, 3);
  });
});

describe("hours", () => {
  test("in the last year 65 h a month come back after risk: 65 x 12 x 0.85 = 663, 0.32 of a person of 260 x 8 h", () => {
    const { hours } = summaryOf();
    expect(hours.perYear).toBeCloseTo(663, 9);
    expect(hours.fullTimeEquivalents).toBeCloseTo(663 / 2_080, 9);
  });

  test("four of ten hours are lost and carry no money", () => {
    expect(summaryOf().hours.perYearTo.avoidedHire).toBeCloseTo(397.8, 9);
    expect(summaryOf().hours.perYearTo.lost).toBeCloseTo(265.2, 9);
  });

  test("a horizon of half a year is stretched to a year", () => {
    const scenario = aScenario({
      horizonMonths: assumed(6),
      automations: [anAutomation({ ramp: { kind: "table", shares: [assumed(1)] } })],
    });
    expect(summaryOf(scenario).hours.perYear).toBeCloseTo(663, 9);
  });
});

describe("where the money of an hour comes from", () => {
  test("redeployed hours carry the value the team states for the named work", () => {
    const capture = {
      ...anAutomation().capture,
      redeployedShare: assumed(0.4),
      redeployedValueMinorPerHour: assumed(5_000),
      redeployedTo: "Negotiating with suppliers",
      avoidedHireShare: assumed(0.1),
      overtimeCutShare: assumed(0.2),
    };
    const [, , , , , fifth] = evaluateScenario(aScenario({ automations: [anAutomation({ capture })] })).portfolio.cashFlow.months;
    // 65 h x 0.85 = 55.25 h: x 0.4 x $50 = $1,105; x 0.1 x $35 = $193.375 -> 193.38 (tie to even); x 0.2 x $35 = $386.75.
    expect(fifth?.linesMinor).toMatchObject({ redeployed: 110_500, avoidedHire: 19_338, overtimeCut: 38_675, growth: 0 });
  });

  test("growth of the volume stands on a line of its own", () => {
    const scenario = aScenario({ volumeGrowthPerYear: assumed(0.2) });
    const twelfth = evaluateScenario(scenario).portfolio.cashFlow.months[12];
    // After a year 20 % on $1,160.25: $232.05; today's volume still shows $1,160.25.
    expect(twelfth?.linesMinor).toMatchObject({ avoidedHire: 116_025, growth: 23_205 });
  });

  test("leakage and the labour of looking after it are costs of their own", () => {
    const automation = anAutomation({
      leakageShare: assumed(0.1),
      maintenanceHoursPerMonth: assumed(2),
      exceptionHoursPerMonth: assumed(3),
      reviewHoursPerMonth: assumed(1.5),
      careRateMinorPerHour: assumed(6_000),
    });
    const fifth = evaluateScenario(aScenario({ automations: [automation] })).portfolio.cashFlow.months[5];
    // 10 % of $1,160.25 is $116.025 -> 116.02 (tie to even).
    expect(fifth?.linesMinor).toMatchObject({ leakage: -11_602, maintenance: -12_000, exceptions: -18_000, review: -9_000 });
  });
});

describe("a portfolio", () => {
  test("two automations of one workflow claim each minute once, the first in the list first", () => {
    const first = anAutomation({ id: "first", automatableShare: assumed(0.7) });
    const second = anAutomation({ id: "second", automatableShare: assumed(0.7) });
    const result = evaluateScenario(aScenario({ automations: [first, second] }));
    expect(result.automations[0]?.claimedShare).toBeCloseTo(0.7, 12);
    expect(result.automations[1]?.claimedShare).toBeCloseTo(0.3, 12);
    expect(result.portfolio.cashFlow.months[36]?.savedMinutes).toBeCloseTo(3_900, 9);
  });

  test("an overlap that is stated is taken off before the claim: 0.7 x (1 - 0.5)", () => {
    const result = evaluateScenario(
      aScenario({ automations: [anAutomation({ automatableShare: assumed(0.7), overlapShare: assumed(0.5) })] }),
    );
    expect(result.automations[0]?.claimedShare).toBeCloseTo(0.35, 12);
  });

  test("an automation that starts in month 6 pays its build there and saves from month 7", () => {
    const scenario = aScenario({
      automations: [anAutomation({ startMonth: assumed(6), ramp: { kind: "table", shares: [assumed(1)] } })],
    });
    const months = evaluateScenario(scenario).portfolio.cashFlow.months;
    expect(months.map((month) => month.netMinor).slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, -1_200_000, 76_025]);
    // 12,000 / 760.25 months after the build.
    expect(evaluateScenario(scenario).portfolio.summary.paybackMonths).toBeCloseTo(12_000 / 760.25, 9);
  });

  test("a start after the horizon has no flow at all", () => {
    expect(summaryOf(aScenario({ automations: [anAutomation({ startMonth: assumed(37) })] }))).toMatchObject({
      npvMinor: 0,
      roi: null,
      irr: { kind: "none", reason: "no outlay" },
    });
  });

  test("without automations nothing is spent and nothing gained", () => {
    expect(summaryOf(aScenario({ automations: [] }))).toMatchObject({ npvMinor: 0, paybackMonths: 0, naivePaybackMonths: null });
  });

  test("a month of delay loses one full month at the end and shifts the rest: the price per week is 12/52 of it", () => {
    // Everything moves by one month, so NPV(late) = d x (NPV(now) - last month's d^36 x 760.25); lost = NPV(now) - NPV(late), x 12 / 52.
    const d = 1.1 ** (-1 / 12);
    const npv = 8_854.5;
    const lost = npv - d * (npv - 760.25 * d ** 36);
    expect(evaluateScenario(aScenario()).costOfDelayMinorPerWeek / 100).toBeCloseTo((lost * 12) / 52, 1);
  });
});

describe("currencies", () => {
  test("in yen lines are rounded to whole yen, in dinars to thousandths", () => {
    const inYen = evaluateScenario(aScenario({ currency: "JPY" })).portfolio.cashFlow.months[3];
    expect(inYen?.linesMinor.avoidedHire).toBe(58_012);
    const dinars = aScenario({ currency: "KWD", automations: [anAutomation({ loadedRateMinorPerHour: assumed(10_500.5) })] });
    // 65 h x 0.6 x 0.85 x 10.5005 KWD = 348.091575 -> 348.092.
    expect(evaluateScenario(dinars).portfolio.cashFlow.months[5]?.linesMinor.avoidedHire).toBe(348_092);
  });
});
