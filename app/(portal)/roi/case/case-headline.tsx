"use client";
import { useMemo } from "react";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { caseFigures, type CaseFigures } from "./case-figures.ts";
import type { SimulationView } from "./simulation-view.ts";

/** `simulation` may be that of an earlier state of the scenario: then it is not `current`. */
export type CaseHeadlineProps = { scenario: Scenario; simulation: SimulationView; current: boolean };

/** The one sentence of a case, and the numbers beside it that decide. */
export default function CaseHeadline({ scenario, simulation, current }: CaseHeadlineProps) {
  const figures = useMemo(() => caseFigures(scenario, simulation), [scenario, simulation]);
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
            {(portfolio.costOfDelayPerWeek.value ?? 0) < 0 ? (
              <>It costs more than it brings, so waiting loses nothing. </>
            ) : (
              <>
                Each week of waiting costs <FigureValue figure={portfolio.costOfDelayPerWeek} />.{" "}
              </>
            )}
            The range holds 8 of 10 draws of everything that is uncertain.
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
