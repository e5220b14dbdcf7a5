"use client";
import { useMemo } from "react";
import { inputFigure } from "#app/(portal)/roi/case/input-figure.ts";
import { LazyCaseDetails } from "#app/(portal)/roi/case/lazy-case-details.tsx";
import { LazyCaseHeadline } from "#app/(portal)/roi/case/lazy-case-headline.tsx";
import type { SimulationView } from "#app/(portal)/roi/case/simulation-view.ts";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { inputsOf } from "#server/domain/roi/fields.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";

/** A case to read: its answer, its charts, and every input with its class and range. */
export function SharedCase({ scenario, simulation }: { scenario: Scenario; simulation: SimulationView }) {
  const inputs = useMemo(() => inputsOf(scenario), [scenario]);
  const groups = [{ id: null, title: "Scenario" }, ...scenario.automations.map(({ id, title }) => ({ id, title }))];
  return (
    <>
      <LazyCaseHeadline scenario={scenario} simulation={simulation} current />
      <div className="mt-8">
        <LazyCaseDetails scenario={scenario} simulation={simulation} />
      </div>
      <h2 className="mt-8 mb-2 text-lg font-semibold">What it rests on</h2>
      <div className="grid gap-3">
        {groups.map(({ id, title }) => (
          <details key={id ?? "scenario"} className="rounded-lg border border-line bg-panel" open={id === null}>
            <summary className="flex min-h-11 items-center px-4.5 font-medium">{title}</summary>
            <ul className="divide-y divide-line border-t border-line px-4.5">
              {inputs
                .filter(({ automationId }) => automationId === id)
                .map((named) => (
                  <li key={named.key} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
                    <span>{named.title}</span>
                    <span className="flex items-center gap-2">
                      <FigureValue figure={inputFigure(named, scenario.asOf)} />
                      <EvidenceBadge evidence={named.input.evidence} />
                    </span>
                  </li>
                ))}
            </ul>
          </details>
        ))}
      </div>
    </>
  );
}
