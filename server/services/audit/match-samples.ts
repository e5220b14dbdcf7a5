import { eventsWithin, type AuditedLog } from "#db/queries/audit-events.ts";
import type { CountedSample } from "#db/queries/timed-samples.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { matchSample, SAVED_LATE_MS, type SampleMatch } from "#server/domain/effort/match-sample.ts";
import { isMachine, withKind } from "#server/domain/event-log/classified-log.ts";
import { activityKey } from "#server/domain/event-log/columns.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";

type Tx = Parameters<typeof eventsWithin>[0];

export type LiveSample = Pick<CountedSample, "id" | "workflow" | "activity" | "minutes" | "takenAt" | "account">;

/** Which event each item is that was timed with the stop-watch, by the id of the sample. */
export async function matchSamples(
  tx: Tx,
  log: AuditedLog,
  { view, samples }: { view: AuditView; samples: readonly LiveSample[] },
): Promise<Map<string, SampleMatch>> {
  if (samples.length === 0) return new Map();
  const spans = samples.map(({ activity, minutes, takenAt, ...sample }) => {
    const toMs = takenAt.getTime();
    return { ...sample, activity, fromMs: toMs - minutes * 60_000, toMs };
  });
  const ended = await eventsWithin(
    tx,
    log,
    spans.map(({ activity, fromMs, toMs }) => ({ activity, fromMs, toMs: toMs + SAVED_LATE_MS })),
  );
  const touches = new Map<string, OpsEvent[]>();
  for (const { event } of ended) {
    if (!isTouch(event, view)) continue;
    const key = activityKey(event.workflow ?? null, event.activity);
    touches.set(key, [...(touches.get(key) ?? []), event]);
  }
  return new Map(spans.map((span) => [span.id, matchSample(span, touches.get(activityKey(span.workflow, span.activity)) ?? [])]));
}

const isTouch = (event: OpsEvent, view: AuditView) => withKind(event, view.kindsSaid).actorKind === "person" && !isMachine(event, view);
