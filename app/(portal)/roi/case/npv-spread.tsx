import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import type { SimulationView } from "./simulation-view.ts";

/** All draws of the net present value as bars, losses apart from gains, with the three percentiles under them. */
export function NpvSpread({
  simulation,
  npv,
  lossProbability,
}: {
  simulation: SimulationView;
  npv: Figure;
  lossProbability: Figure | null;
}) {
  const { histogram, npvMinor, draws } = simulation;
  const most = Math.max(1, ...histogram.counts);
  const percentiles = [
    ["1 of 10 is worth less", npvMinor.p10],
    ["Half are worth less", npvMinor.p50],
    ["9 of 10 are worth less", npvMinor.p90],
  ] as const;
  return (
    <section aria-label="How sure it is" className="min-w-0 rounded-lg border border-line bg-panel px-4.5 py-4">
      <h2 className="text-lg font-semibold">How sure it is</h2>
      <p className="mt-0.5 text-sm text-pretty text-soft">
        {draws.toLocaleString("en-US")} draws of every input that has a range, from the same random numbers for all scenarios.
        {lossProbability && (
          <>
            {" "}
            Chance of a loss: <FigureValue figure={lossProbability} />.
          </>
        )}
      </p>
      <div aria-hidden="true" className="mt-3 flex h-28 items-end gap-px">
        {histogram.counts.map((count, bin) => {
          const from = histogram.from + bin * histogram.width;
          return (
            <span
              key={from}
              className={
                from + histogram.width / 2 < 0 ? "mark flex-1 border border-b-0 border-chart-2 bg-transparent" : "mark flex-1 bg-accent"
              }
              style={{ height: `${Math.max(count > 0 ? 1.5 : 0, (count / most) * 100)}%` }}
            />
          );
        })}
      </div>
      <p aria-hidden="true" className="mt-1 text-xs text-soft">
        From the worst draw to the best; outlined bars are losses.
      </p>
      <dl className="mt-3 grid grid-cols-3 gap-3">
        {percentiles.map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-soft">{label}</dt>
            <dd className="font-medium">
              <FigureValue figure={{ ...npv, label: `Net present value: ${label.toLowerCase()}`, value, range: null }} precision="short" />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
