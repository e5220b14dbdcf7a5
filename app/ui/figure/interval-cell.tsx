import type { Figure } from "#server/domain/provenance.ts";
import { formatFigureRange } from "../format/format-figure.ts";
import { FigureValue } from "./figure-value.tsx";
import { IntervalBar } from "./interval-bar.tsx";

type IntervalCellProps = {
  figure: Figure;
  axisMax: number;
  /** Too little evidence to rank. */
  faint?: boolean;
  locale?: string;
};

/** A range in a table: the figure, and its bar on the axis of the column. On a card the figure stands alone. */
export function IntervalCell({ figure, axisMax, faint = false, locale = "en-US" }: IntervalCellProps) {
  const { range, unit } = figure;
  return (
    <span className="flex items-center gap-3">
      <span className="w-16 shrink-0 text-sm @max-[600px]/table-room:w-auto">
        <FigureValue figure={figure} lead="range" />
      </span>
      {range && (
        <span className="flex-1 @max-[600px]/table-room:hidden">
          <IntervalBar range={range} axisMax={axisMax} faint={faint} description={formatFigureRange(range, unit, { locale }, true)} />
        </span>
      )}
    </span>
  );
}

/** Width of what stands before the bars of a column, for the axis over it. */
export const INTERVAL_CELL_OFFSET = "4.75rem";
