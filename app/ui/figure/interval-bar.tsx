import type { Interval } from "#server/domain/interval.ts";
import { classNames } from "../class-names.ts";

type IntervalBarProps = {
  range: Interval;
  /** Upper end of the axis, in the unit of the range: the same for all rows that are to be compared. */
  axisMax: number;
  /** For those who do not see it: "19 to 26 hours, best estimate 22". */
  description: string;
  /** Too little evidence to rank: paler, without a best estimate. */
  faint?: boolean;
};

/** A range as a bar and the best estimate as a mark, on an axis from 0. The numbers stand beside it, never on it. */
export function IntervalBar({ range, axisMax, description, faint = false }: IntervalBarProps) {
  const percent = (value: number) => `${(Math.min(1, Math.max(0, value / axisMax)) * 100).toFixed(2)}%`;
  return (
    <span data-provenance="bar" className="relative block h-6 w-full min-w-24 border-s border-line">
      <span className="sr-only">{description}</span>
      <span
        className={classNames("mark absolute top-2 h-2 min-w-0.5 rounded-full bg-bar", faint && "opacity-45")}
        style={{ insetInlineStart: percent(range.low), insetInlineEnd: `calc(100% - ${percent(range.high)})` }}
      />
      {!faint && (
        <span
          className="mark absolute top-1.25 h-3.5 w-0.5 -translate-x-1/2 rounded-full bg-dot"
          style={{ insetInlineStart: percent(range.point) }}
        />
      )}
    </span>
  );
}

export type AxisTick = { at: number; label: string };

/**
 * The axis that goes over a column of IntervalBars.
 *
 * @param props.ticks from 0, the last one being the end of the axis (axisMax of the bars)
 * @param props.offset width of what stands before the bars, as a CSS length
 */
export function IntervalAxis({ ticks, offset }: { ticks: readonly AxisTick[]; offset?: string }) {
  const end = ticks.at(-1)?.at ?? 1;
  const last = ticks.length - 1;
  return (
    <span aria-hidden="true" data-provenance="axis" className="block" style={{ paddingInlineStart: offset }}>
      <span className="@container relative block h-4 text-xs font-normal text-soft tabular-nums">
        {ticks.map(({ at, label }, index) => (
          <span
            key={at}
            className={classNames(
              "absolute whitespace-nowrap",
              index > 0 && "-translate-x-1/2",
              index > 0 && index < last && "@max-[6rem]:hidden",
            )}
            style={{ insetInlineStart: `${(at / end) * 100}%` }}
          >
            {label}
          </span>
        ))}
      </span>
    </span>
  );
}
