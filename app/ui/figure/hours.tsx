import type { Interval } from "#server/domain/interval.ts";
import type { Provenance } from "#server/domain/provenance.ts";
import { FigureValue, type FigureLook } from "./figure-value.tsx";

type HoursProps = FigureLook & {
  label: string;
  /** Hours; null is not known. */
  hours: number | null;
  range?: Interval | null;
  provenance: Provenance;
};

/** Hours of work with their range, open to how they came about. */
export function Hours({ label, hours, range = null, provenance, ...look }: HoursProps) {
  return <FigureValue {...look} figure={{ label, value: hours, unit: { kind: "hours" }, range, provenance }} />;
}
