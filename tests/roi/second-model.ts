import type { Automation, Scenario } from "#server/domain/roi/scenario.ts";

/**
 * The model of docs/method/roi.md a second time, written from that page alone: whole columns instead of months, decimal digits instead of
 * floor for rounding, Horner's scheme instead of powers for discounting. Shares no function with the engine.
 */
export function secondModel(scenario: Scenario): SecondResult {
  const months = Array.from({ length: scenario.horizonMonths.value + 1 }, (_, month) => month);
  const free = new Map<string, number>();
  const automations = scenario.automations.map((a) => {
    const left = free.get(a.workflowId) ?? 1;
    const wanted = a.automatableShare.value - a.automatableShare.value * a.overlapShare.value;
    const share = wanted > left ? left : wanted;
    free.set(a.workflowId, left - share);
    return linesOf(a, Math.max(share, 0), months, scenario.volumeGrowthPerYear.value);
  });
  const portfolio = Object.fromEntries(
    LINE_NAMES.map((name) => [name, months.map((month) => automations.reduce((sum, lines) => sum + (lines[name]?.[month] ?? 0), 0))]),
  );
  return { automations: automations.map((lines) => valued(lines, scenario)), portfolio: valued(portfolio, scenario) };
}

export type SecondResult = { automations: SecondValue[]; portfolio: SecondValue };
export type SecondValue = {
  lines: Record<string, number[]>;
  npv: number;
  presentBenefit: number;
  presentCost: number;
  payback: number | null;
};

const LINE_NAMES = [
  "redeployed",
  "avoidedHire",
  "overtimeCut",
  "growth",
  "leakage",
  "licence",
  "maintenance",
  "exceptions",
  "review",
  "build",
];
const BENEFITS = new Set(LINE_NAMES.slice(0, 5));

function linesOf(a: Automation, share: number, months: number[], yearlyGrowth: number): Record<string, number[]> {
  const start = a.startMonth.value;
  const hours = months.map((month) =>
    month <= start ? 0 : (a.volumePerMonth.value * share * a.minutesPerTouch.value * ramp(a, month - start) * a.riskFactor.value) / 60,
  );
  const c = a.capture;
  const valueOfHour = {
    redeployed: c.redeployedShare.value * c.redeployedValueMinorPerHour.value,
    avoidedHire: c.avoidedHireShare.value * a.loadedRateMinorPerHour.value,
    overtimeCut: c.overtimeCutShare.value * a.loadedRateMinorPerHour.value,
  };
  const allOfHour = valueOfHour.redeployed + valueOfHour.avoidedHire + valueOfHour.overtimeCut;
  const grown = months.map((month) => Math.exp((Math.log(1 + yearlyGrowth) * month) / 12));
  const running = (amount: number) => months.map((month) => (month > start ? -toEven(amount) : 0));
  const care = a.careRateMinorPerHour.value;
  return {
    redeployed: hours.map((h) => toEven(h * valueOfHour.redeployed)),
    avoidedHire: hours.map((h) => toEven(h * valueOfHour.avoidedHire)),
    overtimeCut: hours.map((h) => toEven(h * valueOfHour.overtimeCut)),
    growth: hours.map((h, month) => toEven(h * allOfHour * ((grown[month] ?? 1) - 1))),
    leakage: hours.map((h, month) => -toEven(h * allOfHour * (grown[month] ?? 1) * a.leakageShare.value)),
    licence: running(a.licenceMinorPerMonth.value),
    maintenance: running(care * a.maintenanceHoursPerMonth.value),
    exceptions: running(care * a.exceptionHoursPerMonth.value),
    review: running(care * a.reviewHoursPerMonth.value),
    build: months.map((month) => (month === start ? -toEven(a.buildCostMinor.value) : 0)),
  };
}

function ramp({ ramp: r }: Automation, month: number): number {
  if (r.kind === "table") return (r.shares[month - 1] ?? r.shares.at(-1))?.value ?? 0;
  if (r.kind === "exponential") return -Math.expm1(-month / r.tauMonths.value);
  return 1 - r.missingAtFirst.value * Math.exp((Math.log(month) * Math.log(r.learningRate.value)) / Math.LN2);
}

/** Half to even on the decimal digits, six places being enough to see a half. */
function toEven(amount: number): number {
  const [whole = "0", decimals = ""] = Math.abs(amount).toFixed(6).split(".");
  const odd = Number(whole) % 2 === 1;
  const up = decimals > "500000" || (decimals === "500000" && odd);
  const size = Number(whole) + (up ? 1 : 0);
  return amount < 0 && size > 0 ? -size : size;
}

function valued(lines: Record<string, number[]>, scenario: Scenario): SecondValue {
  const count = scenario.horizonMonths.value + 1;
  const sumOf = (names: string[]) =>
    Array.from({ length: count }, (_, month) => names.reduce((sum, name) => sum + (lines[name]?.[month] ?? 0), 0));
  const benefit = sumOf(LINE_NAMES.filter((name) => BENEFITS.has(name)));
  const cost = sumOf(LINE_NAMES.filter((name) => !BENEFITS.has(name)));
  const monthly = Math.exp(Math.log(1 + scenario.discountRatePerYear.value) / 12);
  const present = (flows: number[]) => flows.reduceRight((later, flow) => later / monthly + flow, 0);
  const net = benefit.map((amount, month) => amount + (cost[month] ?? 0));
  return {
    lines,
    npv: toEven(present(net)),
    presentBenefit: toEven(present(benefit)),
    presentCost: toEven(-present(cost)),
    payback: payback(net),
  };
}

function payback(net: number[]): number | null {
  const totals = net.map((_, month) => net.slice(0, month + 1).reduce((sum, flow) => sum + flow, 0));
  const red = totals.findIndex((total) => total < 0);
  if (red === -1) return 0;
  const back = totals.findIndex((total, month) => month > red && total >= 0);
  if (back === -1) return null;
  const [before = 0, after = 0] = [totals[back - 1], totals[back]];
  return back - red - after / (after - before);
}
