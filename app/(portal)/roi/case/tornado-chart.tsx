import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import type { TornadoBar } from "#server/domain/roi/sensitivity.ts";
import { tornadoRows } from "./tornado-rows.ts";

const SHOWN = 8;

/** What moves the answer most: the net present value with one input at its 10th and at its 90th percentile. */
export function TornadoChart({ bars, npv, titles }: { bars: readonly TornadoBar[]; npv: Figure; titles: ReadonlyMap<string, string> }) {
  const { rows, basePercent, note } = tornadoRows(bars, npv.value ?? 0, titles, SHOWN);
  const end = (label: string, value: number): Figure => ({
    ...npv,
    label,
    value,
    range: null,
    provenance: {
      ...npv.provenance,
      formula: `${npv.provenance.formula}, with this one input at its 10th or 90th percentile and all others at their value`,
    },
  });
  return (
    <section aria-label="What moves it most" className="min-w-0 rounded-lg border border-line bg-panel px-4.5 py-4">
      <h2 className="text-lg font-semibold">What moves it most</h2>
      <p className="mt-0.5 text-sm text-pretty text-soft">
        Net present value with one input low and high, all others as they are. {note}
        {rows.length === 0 && "No input has a range yet."}
      </p>
      <ul className="mt-3 grid gap-3">
        {rows.map((row) => (
          <li key={row.key}>
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="min-w-0">
                {row.label}
                {!row.rises && <span className="text-soft"> (more of it lowers the worth)</span>}
              </span>
              <span className="flex items-baseline gap-1.5 text-sm whitespace-nowrap">
                <FigureValue figure={end(`${row.label}, at its worse end`, row.lowMinor)} precision="short" />
                <span className="text-soft">to</span>
                <FigureValue figure={end(`${row.label}, at its better end`, row.highMinor)} precision="short" />
              </span>
            </div>
            <span aria-hidden="true" className="relative mt-1 block h-3 rounded-full bg-fill">
              <span
                className="mark absolute inset-y-0 min-w-0.5 rounded-full bg-bar"
                style={{ insetInlineStart: `${row.leftPercent}%`, width: `${row.widthPercent}%` }}
              />
              <span className="mark absolute -inset-y-0.5 w-0.5 rounded-full bg-dot" style={{ insetInlineStart: `${basePercent}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
