import type { SourceReference } from "#server/domain/provenance.ts";

/** The page that shows the rows, samples or publication behind a number; null where there is nothing more to open. */
export function sourceHref(source: SourceReference): string | null {
  switch (source.kind) {
    case "measure": {
      const { measure, auditId, workflow, activity, from, to } = source;
      return `/audit/events?${query({ measure, audit: auditId, workflow, activity, by: EVENTS_OF_ANYBODY.has(measure) ? null : "person", from, to })}`;
    }
    case "sample": {
      const { workflow, activity, from, to } = source;
      return `/audit/samples?${query({ workflow, activity, from, to })}`;
    }
    case "rows":
      return `/connections/${encodeURIComponent(source.connectionId)}/records?${query({ record: source.record, ...source.filter })}`;
    case "backTest":
      return `/automations/${encodeURIComponent(source.automationId)}/back-test`;
    case "benchmark":
      return `/settings/benchmarks#${encodeURIComponent(source.benchmarkId)}`;
    case "entry":
      break;
  }
  return null;
}

/** Cases wait and move between anybody's events; all other measures count touches, which people do. */
const EVENTS_OF_ANYBODY: ReadonlySet<string> = new Set(["duration", "automation", "events"]);

function query(fields: Record<string, string | null>): string {
  return new URLSearchParams(Object.entries(fields).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))).toString();
}
