import type { EvidenceClass } from "#server/domain/interval.ts";
import type { SourceReference, Unit } from "#server/domain/provenance.ts";

/** How a figure is known, in a word for the exports. */
export function evidenceText(evidence: EvidenceClass): string {
  const words: Record<EvidenceClass, string> = {
    recorded: "Recorded",
    timed: "Timed sample",
    bounds: "Bounded by events",
    assumed: "Assumed",
    benchmark: "Benchmark",
  };
  return words[evidence];
}

/** A source in one line. */
export function sourceText(source: SourceReference): string {
  if (source.kind === "measure") {
    const of = [source.workflow, source.activity].filter((part) => part !== null).join(", ");
    return `Audit: ${source.measure}${of ? ` of ${of}` : ""}, ${source.from} to ${source.to}${source.count === null ? "" : `, n = ${source.count}`}`;
  }
  if (source.kind === "sample") return `Timed sample: ${source.activity}, n = ${source.count}, ${source.from} to ${source.to}`;
  if (source.kind === "backTest")
    return `Back-test of version ${source.version}: ${source.alike} of ${source.count} decisions as people took them, ${source.from} to ${source.to}`;
  if (source.kind === "rows") return `${source.record} rows${source.count === null ? "" : `, n = ${source.count}`}`;
  if (source.kind === "benchmark") return `${source.publisher} (${source.year}): ${source.population}`;
  return `${source.note}${source.by === null ? "" : `, ${source.by}`}, ${source.at}`;
}

/** A unit as it stands behind a number. */
export function unitText(unit: Unit): string {
  if (unit.kind === "money") return unit.currency;
  if (unit.kind === "moneyPerHour") return `${unit.currency} an hour`;
  if (unit.kind === "count") return unit.of;
  return unit.kind === "share" ? "share" : unit.kind;
}
