"use client";
import { memo } from "react";
import { ChartFrame } from "#app/ui/chart/chart-frame.tsx";
import { LineChart } from "#app/ui/chart/line-chart.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { titlesToTellApart } from "./titles-to-tell-apart.ts";
import { cashFlowData, sayCumulative } from "./case-charts.ts";
import { hoursByDestination, type CaseFigures } from "./case-figures.ts";
import { BreakEvenTable } from "./break-even-table.tsx";
import { NpvSpread } from "./npv-spread.tsx";
import type { SimulationView } from "./simulation-view.ts";
import { TornadoChart } from "./tornado-chart.tsx";

/** The one sentence of a case, and the numbers beside it that decide. */
export function CaseHeadline({ scenario, figures, current }: { scenario: Scenario; figures: CaseFigures; current: boolean }) {
  const { portfolio } = figures.figures;
  const months = scenario.horizonMonths.value;
  const measured = figures.dragPerYear.value !== null && figures.dragPerYear.value > 0;
  return (
    <div aria-busy={!current || undefined}>
      <Headline
        detail={
          <>
            {measured && (
              <>
                The manual work behind it costs <FigureValue figure={figures.dragPerYear} suffix="a year" />.{" "}
              </>
            )}
            Each week of waiting costs <FigureValue figure={portfolio.costOfDelayPerWeek} />. The range holds 8 of 10 draws of everything
            that is uncertain.
          </>
        }
      >
        Over {months} months this is worth{" "}
        <HeadlineFigure>
          <FigureValue figure={portfolio.npv} lead="range" precision="short" inWords />
        </HeadlineFigure>
        .
      </Headline>
      <StatRow>
        <Stat label="Net present value" note="At the values below, not the middle of the range">
          <FigureValue figure={portfolio.npv} badge />
        </Stat>
        <Stat label="Payback" note={<NaivePayback figures={figures} />}>
          {portfolio.payback.value === null ? "beyond the horizon" : <FigureValue figure={portfolio.payback} />}
        </Stat>
        {portfolio.lossProbability && (
          <Stat label="Chance of a loss" note="Share of draws worth less than nothing">
            <FigureValue figure={portfolio.lossProbability} />
          </Stat>
        )}
        <Stat label="Return on investment">
          <FigureValue figure={portfolio.roi} />
        </Stat>
        <Stat label="Internal rate of return" note={portfolio.irr.value === null ? "None can be stated" : "A year"}>
          <FigureValue figure={portfolio.irr} />
        </Stat>
        <Stat
          label="Hours returned a year"
          note={
            <>
              <FigureValue figure={portfolio.fullTimeEquivalents} suffix="full-time people" />
            </>
          }
        >
          <FigureValue figure={portfolio.hoursPerYear} />
        </Stat>
      </StatRow>
    </div>
  );
}

/** What other calculators print, and why it is not the payback. */
function NaivePayback({ figures }: { figures: CaseFigures }) {
  const { naivePayback } = figures.figures.portfolio;
  if (naivePayback.value === null) return null;
  return (
    <>
      Others would print <FigureValue figure={naivePayback} />: without capture, risk, ramp and running costs
    </>
  );
}

/** Charts, sensitivities and where the hours go. */
export const CaseDetails = memo(function CaseDetails({
  scenario,
  figures,
  simulation,
}: {
  scenario: Scenario;
  figures: CaseFigures;
  simulation: SimulationView;
}) {
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
