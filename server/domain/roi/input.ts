import type { EvidenceClass } from "../interval.ts";
import type { SourceReference } from "../provenance.ts";

/**
 * What is known about an input beyond its value.
 * - point: taken as certain;
 * - triangular, pert: least, most likely (the input's value) and most;
 * - lognormal: its 10th and 90th percentile, both above 0;
 * - interval: measured bounds; half the draws fall evenly between low and the value, half between the value and high.
 */
export type Distribution =
  | { kind: "point" }
  | { kind: "triangular"; low: number; high: number }
  | { kind: "pert"; low: number; high: number }
  | { kind: "lognormal"; p10: number; p90: number }
  | { kind: "interval"; low: number; high: number };

/** One input of the model. Every number a person or a measurement feeds into the model has this form. */
export type Input = {
  value: number;
  distribution: Distribution;
  evidence: EvidenceClass;
  source: SourceReference;
};

/** A certain input somebody typed in; used for defaults, tests and the plain calculator. */
export function assumed(value: number, note = "Entered by hand", at = "2026-01-01"): Input {
  return { value, distribution: { kind: "point" }, evidence: "assumed", source: { kind: "entry", by: null, at, note } };
}

/** Least and most an input can be; for a lognormal its 10th and 90th percentile, as it has no end. */
export function rangeOf({ value, distribution }: Input): { low: number; high: number } {
  if (distribution.kind === "point") return { low: value, high: value };
  if (distribution.kind === "lognormal") return { low: distribution.p10, high: distribution.p90 };
  return { low: distribution.low, high: distribution.high };
}
