import { isInternal, type OpsEvent } from "../event-log/event.ts";

/** What is wrong with the events of one source. Counts of events; `received` is all that were delivered, repeats included. */
export type SourceQuality = {
  source: string;
  received: number;
  duplicates: number;
  unknownActors: number;
  touchesWithoutRole: number;
  withoutWorkflow: number;
  inFuture: number;
  /** Delivered more than a day after they happened. Counted only where the time of delivery is known. */
  late: number;
  /** Events whose case occurs in no other source, where there are other sources. */
  unlinked: number;
};

const LATE_MS = 86_400_000;

/**
 * Data quality per source: is the foundation solid? Nothing is dropped for being wrong; it is counted here.
 *
 * @param nowMs when the audit is made
 * @param receivedAtMs when an event was delivered; null: not known
 * @returns by name of source; events that name none are under ""
 */
export function dataQuality(
  events: readonly OpsEvent[],
  nowMs: number,
  receivedAtMs: (event: OpsEvent) => number | null = () => null,
): SourceQuality[] {
  const sourcesOfCase = new Map<string, Set<string>>();
  for (const { caseId, source = "" } of events) {
    const sources = sourcesOfCase.get(caseId);
    if (sources) sources.add(source);
    else sourcesOfCase.set(caseId, new Set([source]));
  }
  const severalSources = new Set(events.map((event) => event.source ?? "")).size > 1;
  const rows = new Map<string, SourceQuality & { seen: Set<string> }>();
  for (const event of events) {
    const source = event.source ?? "";
    const row = rows.get(source) ?? {
      source,
      received: 0,
      duplicates: 0,
      unknownActors: 0,
      touchesWithoutRole: 0,
      withoutWorkflow: 0,
      inFuture: 0,
      late: 0,
      unlinked: 0,
      seen: new Set<string>(),
    };
    rows.set(source, row);
    row.received += 1;
    if (row.seen.has(event.eventId)) {
      row.duplicates += 1;
      continue;
    }
    row.seen.add(event.eventId);
    if (event.actorKind === "unknown") row.unknownActors += 1;
    if (event.actorKind === "person" && event.role === undefined) row.touchesWithoutRole += 1;
    if (isInternal(event.actorKind) && event.workflow === undefined) row.withoutWorkflow += 1;
    if (event.endedAtMs > nowMs) row.inFuture += 1;
    const received = receivedAtMs(event);
    if (received !== null && received - event.endedAtMs > LATE_MS) row.late += 1;
    if (severalSources && sourcesOfCase.get(event.caseId)!.size === 1) row.unlinked += 1;
  }
  return [...rows.values()].map(({ seen: _seen, ...row }) => row).sort((a, b) => (a.source < b.source ? -1 : 1));
}
