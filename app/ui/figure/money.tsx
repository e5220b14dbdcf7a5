import type { Interval } from "#server/domain/interval.ts";
import type { Provenance } from "#server/domain/provenance.ts";
import { FigureValue, type FigureLook } from "./figure-value.tsx";

type MoneyProps = FigureLook & {
  /** What it is, "Drag a year": the heading of its provenance. */
  label: string;
  /** Integer minor units of `currency`; null is not known. */
  amountMinor: number | null;
  currency: string;
  range?: Interval | null;
  provenance: Provenance;
};

/** An amount of money with its range, open to how it came about. */
export function Money({ label, amountMinor, currency, range = null, provenance, ...look }: MoneyProps) {
  return <FigureValue {...look} figure={{ label, value: amountMinor, unit: { kind: "money", currency }, range, provenance }} />;
}
