"use client";
import { lazy, Suspense, useRef, useState } from "react";
import type { Interval } from "#server/domain/interval.ts";
import type { Figure } from "#server/domain/provenance.ts";
import { classNames } from "../class-names.ts";
import { FloatingPanel } from "../floating-panel.tsx";
import { formatFigure, formatFigureRange } from "../format/format-figure.ts";
import type { MoneyPrecision } from "../format/format-money.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { EvidenceBadge } from "./evidence-badge.tsx";

const ProvenancePanel = lazy(() => import("./provenance-panel.tsx"));

export type FigureLook = {
  /** value: point large, range small (tables); range: the range leads (headlines, thin evidence). */
  lead?: "value" | "range" | undefined;
  /** stack: range under the value; line: behind it. */
  layout?: "stack" | "line" | undefined;
  /** The class of evidence beside the figure. Leave it out only where a column or heading next to it says it. */
  badge?: boolean | undefined;
  /** Size of the evidence for the badge, "34 samples". */
  badgeNote?: string | undefined;
  /** Range as words, "61 to 88 hours", for sentences. */
  inWords?: boolean | undefined;
  /** What follows the figure and belongs to it: "a week", "a year". */
  suffix?: string | undefined;
  precision?: MoneyPrecision | undefined;
  align?: "start" | "end" | undefined;
  className?: string | undefined;
};

/**
 * A figure that opens to how it came about: formula, inputs, class of evidence, source rows.
 * Every number of hours or money on a page is drawn by this, or by Money, Hours or RangeFigure which build on it.
 */
export function FigureValue({
  figure,
  lead = "value",
  layout = "line",
  badge = false,
  badgeNote,
  inWords,
  suffix,
  precision,
  align,
  className,
}: FigureLook & { figure: Figure }) {
  const { locale } = useWorkspaceFormat();
  const button = useRef<HTMLButtonElement>(null);
  const openAtPress = useRef(false);
  const [open, setOpen] = useState(false);

  const point = formatFigure(figure.value, figure.unit, { locale, precision });
  const rangeText = (interval: Interval) =>
    formatFigureRange(interval, figure.unit, { locale, precision: lead === "range" ? precision : undefined }, inWords);
  const range = figure.range && rangeText(figure.range);
  // A range whose ends read the same says nothing that the value does not.
  const isPoint = figure.range !== null && range === rangeText({ ...figure.range, high: figure.range.low });
  const [first, second] = lead === "range" && range ? [range, null] : [point, isPoint ? null : range];
  const unknown = figure.value === null && !figure.range;

  return (
    <span
      data-provenance="figure"
      className={classNames(
        "inline-flex gap-x-2",
        layout === "stack" ? "flex-col" : "flex-wrap items-baseline",
        align === "end" && "items-end justify-end",
        className,
      )}
    >
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerDown={() => (openAtPress.current = open)}
        onClick={() => {
          setOpen(!open && !openAtPress.current);
          openAtPress.current = false;
        }}
        className={classNames(
          "figure -mx-0.5 min-h-6 rounded-sm px-0.5 text-inherit tabular-nums underline decoration-edge/50 decoration-dotted decoration-1 underline-offset-4 hover:decoration-current",
          layout === "stack" ? "text-end" : "text-start",
          unknown ? "text-soft" : "font-[inherit]",
        )}
      >
        <span suppressHydrationWarning>{first}</span>
        {suffix && ` ${suffix}`}
        <span className="sr-only">{` (${figure.label}: how it was computed)`}</span>
      </button>
      {second && (
        <span className="text-xs font-normal whitespace-nowrap text-soft tabular-nums" suppressHydrationWarning>
          {second}
        </span>
      )}
      {badge && <EvidenceBadge evidence={figure.provenance.evidence} note={badgeNote} />}
      {open && (
        <FloatingPanel anchor={button} label={`${figure.label}: how it was computed`} onClose={() => setOpen(false)} sheet>
          <Suspense fallback={<div className="skeleton m-4 h-40 w-72" />}>
            <ProvenancePanel figure={figure} />
          </Suspense>
        </FloatingPanel>
      )}
    </span>
  );
}
