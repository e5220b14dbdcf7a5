import type { EvidenceClass, Interval } from "./interval.ts";

/** What a number counts. Money is in minor units of `currency`; shares are 0..1. */
export type Unit =
  | { kind: "money"; currency: string }
  | { kind: "moneyPerHour"; currency: string }
  | { kind: "hours" }
  | { kind: "minutes" }
  | { kind: "months" }
  | { kind: "days" }
  | { kind: "share" }
  | { kind: "count"; of: string };

/** Where a number comes from: a key under which the rows, the sample, the publication or the person can be found. */
export type SourceReference =
  /** A measure of an audit over a window; `auditId` null until the audit is kept. Opens to the events behind it. */
  | {
      kind: "measure";
      measure: string;
      auditId: string | null;
      workflow: string | null;
      activity: string | null;
      from: string;
      to: string;
      count: number | null;
    }
  /** Timed samples taken in the portal. */
  | { kind: "sample"; workflow: string | null; activity: string; from: string; to: string; count: number }
  /** Rows as delivered by a connection. */
  | { kind: "rows"; connectionId: string; record: string; filter: Record<string, string>; count: number | null }
  /** Past decisions that a version of an automation's rules was tried on: of `count`, it took `alike` as people did. Days as 2026-03-31. */
  | { kind: "backTest"; automationId: string; version: number; from: string; to: string; alike: number; count: number }
  /** An entry of the benchmark registry. */
  | { kind: "benchmark"; benchmarkId: string; publisher: string; year: number; population: string }
  /** Typed in by a person; `by` is a pseudonym or role, null for a value that came with the product. */
  | { kind: "entry"; by: string | null; at: string; note: string };

/** One input of a formula. `explanation` is there when the input is itself a computed figure. */
export type ProvenanceInput = {
  name: string;
  value: number | null;
  unit: Unit;
  range: Interval | null;
  evidence: EvidenceClass;
  source: SourceReference | null;
  explanation: Provenance | null;
};

/**
 * How a displayed number came about. Whoever shows dollars or hours hands this over with the number.
 *
 * `formula` is in words; `evidence` is the weakest class among the inputs; `asOf` is an ISO date (2026-03-31) or timestamp.
 */
export type Provenance = {
  formula: string;
  evidence: EvidenceClass;
  /** What it rests on, where that is narrower than what the class means in general. A sentence. */
  basis?: string;
  inputs: readonly ProvenanceInput[];
  source?: SourceReference;
  asOf: string;
};

/** A number ready to be shown. `value` null: not known, shown as a gap and never as 0. */
export type Figure = {
  label: string;
  value: number | null;
  unit: Unit;
  range: Interval | null;
  provenance: Provenance;
};

const BEST_FIRST: readonly EvidenceClass[] = ["recorded", "timed", "bounds", "assumed", "benchmark"];

/**
 * The class of a figure computed from others: the weakest among them.
 *
 * @returns "assumed" for an empty list: a figure that rests on nothing is an assumption.
 */
export function weakestEvidence(classes: readonly EvidenceClass[]): EvidenceClass {
  return BEST_FIRST.findLast((candidate) => classes.includes(candidate)) ?? "assumed";
}

/** Makes an input of a formula out of a figure shown elsewhere, so that it opens further. */
export function asInput(figure: Figure): ProvenanceInput {
  return {
    name: figure.label,
    value: figure.value,
    unit: figure.unit,
    range: figure.range,
    evidence: figure.provenance.evidence,
    source: figure.provenance.source ?? null,
    explanation: figure.provenance,
  };
}
