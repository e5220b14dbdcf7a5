"use client";
import { memo, useMemo } from "react";
import { ChartFrame } from "#app/ui/chart/chart-frame.tsx";
import { LineChart } from "#app/ui/chart/line-chart.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { titlesToTellApart } from "./titles-to-tell-apart.ts";
import { cashFlowData, sayCumulative } from "./case-charts.ts";
import { caseFigures, hoursByDestination } from "./case-figures.ts";
import { BreakEvenTable } from "./break-even-table.tsx";
import { NpvSpread } from "./npv-spread.tsx";
import type { SimulationView } from "./simulation-view.ts";
import { TornadoChart } from "./tornado-chart.tsx";

/** Charts, sensitivities and where the hours go. */
export default memo(function CaseDetails({ scenario, simulation }: { scenario: Scenario; simulation: SimulationView }) {
  const figures = useMemo(() => caseFigures(scenario, simulation), [scenario, simulation]);
  const { cumulative, monthly } = cashFlowData(figures.result);
  const { portfolio } = figures.figures;
  const titles = titlesToTellApart(scenario);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
      <ChartFrame title="Running total" summary={sayCumulative(figures.result)} data={cumulative} basis={portfolio.npv}>
        <LineChart data={cumulative} />
      </ChartFrame>
      <ChartFrame
        title="Benefits and costs by month"
        summary="What comes in and what goes out; the build stands in the month it is paid."
        data={monthly}
        basis={portfolio.presentBenefit}
        heightPx={200}
      >
        <LineChart data={monthly} />
      </ChartFrame>
      <NpvSpread simulation={simulation} npv={portfolio.npv} lossProbability={portfolio.lossProbability} />
      <TornadoChart bars={simulation.tornado} npv={portfolio.npv} titles={titles} />
      <BreakEvenTable scenario={scenario} breakEvens={simulation.breakEvens} titles={titles} />
      <section aria-label="Where the hours go" className="rounded-lg border border-line bg-panel px-4.5 py-4">
        <h2 className="text-lg font-semibold">Where the hours of a year go</h2>
        <p className="mt-0.5 text-sm text-pretty text-soft">
          Saved time is not cash: only hours with a named destination carry money.
          {namedWork(scenario) && ` Named work: ${namedWork(scenario)}.`}
        </p>
        <dl className="mt-3 grid gap-2">
          {hoursByDestination(scenario, figures).map((figure) => (
            <div key={figure.label} className="flex items-baseline justify-between gap-4">
              <dt>{figure.label}</dt>
              <dd className="text-end">
                <FigureValue figure={figure} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
});

const namedWork = ({ automations }: Scenario): string =>
  [...new Set(automations.filter(({ capture }) => capture.redeployedShare.value > 0).map(({ capture }) => capture.redeployedTo))].join(
    ", ",
  );
