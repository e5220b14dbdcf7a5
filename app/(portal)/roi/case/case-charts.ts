import type { ChartData } from "#app/ui/chart/chart-data.ts";
import type { ScenarioResult } from "#server/domain/roi/evaluate-scenario.ts";

/** The running total of all months, and the benefits and costs of each. */
export function cashFlowData({ currency, portfolio }: ScenarioResult): { cumulative: ChartData; monthly: ChartData } {
  const { months } = portfolio.cashFlow;
  const unit = { kind: "money", currency } as const;
  return {
    cumulative: {
      pointsAre: "Month",
      series: ["Running total"],
      points: months.map(({ month, cumulativeMinor }) => ({ label: String(month), values: [cumulativeMinor] })),
      unit,
    },
    monthly: {
      pointsAre: "Month",
      series: ["Benefits", "Costs"],
      points: months.map(({ month, benefitMinor, costMinor }) => ({ label: String(month), values: [benefitMinor, -costMinor] })),
      unit,
    },
  };
}

/** What the running total does, in words. */
export function sayCumulative({ portfolio }: ScenarioResult): string {
  const { months } = portfolio.cashFlow;
  const lowest = months.reduce((least, month) => (month.cumulativeMinor < least.cumulativeMinor ? month : least), months[0]!);
  const end = months.at(-1)?.cumulativeMinor ?? 0;
  const { paybackMonths } = portfolio.summary;
  const fall = lowest.cumulativeMinor < 0 ? `It falls until month ${lowest.month}` : "It never falls below zero";
  const back =
    paybackMonths === null
      ? "does not come back to zero within the horizon"
      : `is back at zero ${paybackMonths.toFixed(1)} months after the first outlay`;
  return `${fall}${lowest.cumulativeMinor < 0 ? `, ${back}` : ""}, and ends ${end < 0 ? "below" : "above"} zero. Not discounted.`;
}
