import { Link } from "#app/ui/link.tsx";
import * as z from "zod";
import { api } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { formatShare } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import type { Figure } from "#server/domain/provenance.ts";
import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { personInWorkspace } from "../../settings/settings-frame.tsx";
import { caseFigures, shallow, type CaseFigures } from "../case/case-figures.ts";
import { shareAhead } from "../case/share-ahead.ts";
import { viewSimulation } from "../case/simulation-view.ts";

export const metadata = { title: "Compare scenarios" };

const MOST = 4;

/** Scenarios side by side; which ones stands in the address. */
export default async function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [{ ids }, { workspace }, caller] = await Promise.all([searchParams, personInWorkspace(), api()]);
  const wanted = [ids ?? []]
    .flat()
    .filter((id) => z.uuid().safeParse(id).success)
    .slice(0, MOST);
  const found = await caller.roi.list({ ids: wanted });
  const cases = wanted
    .flatMap((id) => found.find((scenario) => scenario.id === id) ?? [])
    .map((head) => {
      const simulation = monteCarlo(head.scenario);
      return { head, simulation, figures: caseFigures(head.scenario, viewSimulation(head.scenario, simulation)) };
    });
  const [first] = cases;
  return (
    <>
      <TopBar crumbs={[{ label: "ROI", href: "/roi" }, { label: "Compare" }]} demo={workspace.demo} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Scenarios side by side</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        All are drawn from the same random numbers, so a difference is one of the cases and not of luck.
      </p>
      {cases.length < 2 || !first ? (
        <div className="rounded-lg border border-line bg-panel">
          <EmptyState title="Choose at least two" action={<LinkButton href="/roi">To the scenarios</LinkButton>}>
            Tick two to {MOST} scenarios on the list; they will stand here next to each other.
          </EmptyState>
        </div>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <section className="relative overflow-x-auto rounded-lg border border-line bg-panel" tabIndex={0} aria-label="Comparison">
          <table className="w-full min-w-max">
            <caption className="sr-only">Scenarios side by side</caption>
            <thead>
              <tr className="border-b border-line">
                <th scope="col" className="sr-only">
                  Figure
                </th>
                {cases.map(({ head }) => (
                  <th key={head.id} scope="col" className="max-w-60 px-4 py-3 text-end font-semibold">
                    <Link href={`/roi/${head.id}`}>{head.name}</Link>
                    <span className="block text-xs font-normal text-soft">version {head.version}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ROWS.map(({ label, pick }) => (
                <tr key={label} className="border-b border-line">
                  <th scope="row" className="px-4 py-2.5 text-start font-normal text-soft">
                    {label}
                  </th>
                  {cases.map(({ head, figures }) => {
                    const figure = pick(figures);
                    return (
                      <td key={head.id} className="px-4 py-2.5 text-end">
                        {figure ? <FigureValue figure={shallow(figure)} layout="stack" align="end" /> : "none"}
                      </td>
                    );
                  })}
                </tr>
              ))}
              <tr>
                <th scope="row" className="px-4 py-2.5 text-start font-normal text-soft">
                  Draws in which it is worth more than {first.head.name}
                </th>
                {cases.map(({ head, simulation }) => (
                  <td key={head.id} className="px-4 py-2.5 text-end tabular-nums">
                    {head.id === first.head.id || head.scenario.seed !== first.head.scenario.seed
                      ? "none to compare"
                      : formatShare(shareAhead(simulation.npvMinorByDraw, first.simulation.npvMinorByDraw), workspace.locale)}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

const ROWS: readonly { label: string; pick: (figures: CaseFigures) => Figure | null }[] = [
  { label: "Net present value", pick: ({ figures }) => figures.portfolio.npv },
  { label: "Present value of benefits", pick: ({ figures }) => figures.portfolio.presentBenefit },
  { label: "Present value of costs", pick: ({ figures }) => figures.portfolio.presentCost },
  { label: "Return on investment", pick: ({ figures }) => figures.portfolio.roi },
  { label: "Payback", pick: ({ figures }) => figures.portfolio.payback },
  { label: "Naive payback", pick: ({ figures }) => figures.portfolio.naivePayback },
  { label: "Internal rate of return", pick: ({ figures }) => figures.portfolio.irr },
  { label: "Chance of a loss", pick: ({ figures }) => figures.portfolio.lossProbability },
  { label: "Cost of a week of waiting", pick: ({ figures }) => figures.portfolio.costOfDelayPerWeek },
  { label: "Hours returned a year", pick: ({ figures }) => figures.portfolio.hoursPerYear },
  { label: "Full-time people", pick: ({ figures }) => figures.portfolio.fullTimeEquivalents },
];
