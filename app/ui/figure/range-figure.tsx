import type { Interval } from "#server/domain/interval.ts";
import type { Provenance, Unit } from "#server/domain/provenance.ts";
import { FigureValue, type FigureLook } from "./figure-value.tsx";

type RangeFigureProps = FigureLook & { label: string; range: Interval; unit: Unit; provenance: Provenance };

/** A figure whose range leads: "61–88 h a week". For headlines, and wherever the point alone would promise too much. */
export function RangeFigure({ label, range, unit, provenance, ...look }: RangeFigureProps) {
  return <FigureValue lead="range" {...look} figure={{ label, value: range.point, unit, range, provenance }} />;
}
