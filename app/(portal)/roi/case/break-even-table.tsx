import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import type { BreakEven } from "#server/domain/roi/sensitivity.ts";
import { closestBreakEvens } from "./break-even-rows.ts";
import { inputLabel } from "./titles-to-tell-apart.ts";
import { inputFigure } from "./input-figure.ts";

const SHOWN = 6;

type BreakEvenTableProps = { scenario: Scenario; breakEvens: readonly BreakEven[]; titles: ReadonlyMap<string, string> };

/** How far single inputs may move until the case is worth nothing. */
export function BreakEvenTable({ scenario, breakEvens, titles }: BreakEvenTableProps) {
  const rows = closestBreakEvens(scenario, breakEvens, SHOWN);
  return (
    <section aria-label="Where it breaks even" className="min-w-0 rounded-lg border border-line bg-panel px-4.5 py-4">
      <h2 className="text-lg font-semibold">Where it breaks even</h2>
      <p className="mt-0.5 text-sm text-pretty text-soft">
        {rows.length === 0
          ? "No single input, moved as far as it may, brings the case to zero."
          : "The value at which one input alone brings the net present value to zero; the closest first."}
      </p>
      {rows.length > 0 && (
        <ul className="mt-3 divide-y divide-line">
          {rows.map(({ named, breakEvenValue }) => {
            const figure = inputFigure(named, scenario.asOf);
            const label = inputLabel(titles, named.automationId, named.title);
            return (
              <li key={named.key} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
                <span className="min-w-0">{label}</span>
                <span className="flex items-baseline gap-1.5 whitespace-nowrap">
                  <FigureValue figure={{ ...figure, range: null }} className="text-soft" />
                  <span className="text-soft">now, zero at</span>
                  <FigureValue
                    figure={{
                      ...figure,
                      label: `${label}: break-even`,
                      value: breakEvenValue,
                      range: null,
                      provenance: {
                        ...figure.provenance,
                        formula: "The value at which the net present value is zero, by bisection; all other inputs at their value",
                      },
                    }}
                  />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
