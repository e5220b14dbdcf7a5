"use client";
import { useId, useRef, useState, type ReactNode } from "react";
import { Button } from "../button.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import { FigureValue } from "../figure/figure-value.tsx";
import { formatFigure } from "../format/format-figure.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { SERIES_COLOURS, SERIES_DASHES, type ChartData } from "./chart-data.ts";
import { SaveChart } from "./save-chart.tsx";

type ChartFrameProps = {
  title: string;
  /** What the chart says, in a sentence or two: for those who do not see it, and those in a hurry. */
  summary: string;
  data: ChartData;
  /** The figure that the chart takes apart: it opens to how the numbers came about. Charts of money and hours name one. */
  basis?: Figure;
  /** Reserved before the chart arrives, so that nothing jumps. */
  heightPx?: number;
  /** The chart, usually BarChart or LineChart of this folder. */
  children: ReactNode;
};

/** A chart with its title, its sentence, a legend that does not rely on colour, and its numbers as a table. */
export function ChartFrame({ title, summary, data, basis, heightPx = 240, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  const drawing = useRef<HTMLDivElement>(null);
  return (
    <figure
      aria-labelledby={titleId}
      data-provenance={basis ? "chart" : undefined}
      className="min-w-0 rounded-lg border border-line bg-panel px-4.5 py-4"
    >
      <div className="flex items-start justify-between gap-3">
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        <div className="-me-2 -mt-1 flex">
          {!asTable && <SaveChart title={title} series={data.series} drawing={drawing} />}
          <Button variant="quiet" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Table
          </Button>
        </div>
      </div>
      <figcaption className="mt-0.5 text-sm text-pretty text-soft">
        {summary}
        {basis && (
          <>
            {" "}
            {basis.label}: <FigureValue figure={{ ...basis, range: null }} />.
          </>
        )}
      </figcaption>
      {asTable ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <section className="mt-3 overflow-auto" style={{ maxHeight: Math.max(heightPx, 240) }} tabIndex={0} aria-label={`${title}, table`}>
          <ChartTable data={data} caption={title} />
        </section>
      ) : (
        <>
          <div ref={drawing} className="mt-3 overflow-x-clip text-xs" style={{ height: heightPx }} aria-hidden="true">
            {children}
          </div>
          {data.series.length > 1 && <Legend series={data.series} />}
        </>
      )}
    </figure>
  );
}

function Legend({ series }: { series: readonly string[] }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
      {series.map((name, index) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg width="22" height="8" aria-hidden="true" className="swatch">
            <line x1="1" x2="21" y1="4" y2="4" stroke={SERIES_COLOURS[index]} strokeWidth="2.5" strokeDasharray={SERIES_DASHES[index]} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ data, caption }: { data: ChartData; caption: string }) {
  const { locale } = useWorkspaceFormat();
  return (
    <table className="w-full text-sm tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-soft">
          <th scope="col" className="py-1.5 pe-4 text-start font-medium">
            {data.pointsAre}
          </th>
          {data.series.map((name) => (
            <th key={name} scope="col" className="py-1.5 ps-4 text-end font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.points.map(({ label, values }) => (
          <tr key={label} className="border-t border-line">
            <th scope="row" className="py-1.5 pe-4 text-start font-normal">
              {label}
            </th>
            {data.series.map((name, index) => (
              <td key={name} className="py-1.5 ps-4 text-end whitespace-nowrap">
                {formatFigure(values[index] ?? null, data.unit, { locale })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
