import type { SourceReference } from "#server/domain/provenance.ts";
import { countOf, formatCount } from "../format/format-count.ts";

/** Where a number comes from, in words that fit on a link. */
export function describeSource(source: SourceReference, locale: string): string {
  switch (source.kind) {
    case "measure":
      return source.count === null ? "Events behind it" : countOf(source.count, "event behind it", "events behind it", locale);
    case "sample":
      return countOf(source.count, "timed sample", "timed samples", locale);
    case "rows":
      return source.count === null ? "Source rows" : countOf(source.count, "source row", "source rows", locale);
    case "backTest": {
      const of = countOf(source.count, "decision", "decisions", locale);
      return `Back-test of version ${source.version}: ${formatCount(source.alike, locale)} of ${of} taken as people did`;
    }
    case "benchmark":
      return `${source.publisher}, ${source.year}, ${source.population}`;
    case "entry":
      break;
  }
  return source.by === null ? `Shipped with the product: ${source.note}` : `Entered by ${source.by}: ${source.note}`;
}
