import { eventsById, eventsOfCases, eventsOfStretches, type AuditedEvent, type AuditedLog } from "#db/queries/audit-events.ts";
import type { EffortInput } from "#server/domain/audit/activity-effort.ts";
import { contextOf, type AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { inputsOfLinked } from "#server/domain/audit/audit-log.ts";
import type { TimedSample } from "#server/domain/audit/audit.ts";
import { LONGEST_GAP_MS } from "#server/domain/effort/auxiliary.ts";
import { classifiedLog } from "#server/domain/event-log/classified-log.ts";
import { activityKey } from "#server/domain/event-log/columns.ts";
import type { AuditSettings } from "./audit-settings.ts";
import { matchSamples } from "./match-samples.ts";
import { newestPart } from "./newest-part.ts";

type Tx = Parameters<typeof eventsById>[0];

export type TimedInputs = { timedSamples: TimedSample[]; linked: ReadonlyMap<string, EffortInput> | undefined };

/**
 * The samples with the events they are, where that is known, and what the log knows of those events and of all others of their activities:
 * the newest part of the log stands for all.
 */
export async function timedInputs(
  tx: Tx,
  log: AuditedLog,
  { settings, view }: { settings: Pick<AuditSettings, "timedSamples" | "count">; view: AuditView },
): Promise<TimedInputs> {
  const samples = settings.timedSamples;
  const matches = await matchSamples(tx, log, { view, samples: samples.filter(({ how }) => how === "stop-watch") });
  const timedSamples = samples.map(({ id, workflow, activity, minutes, eventId, chance }): TimedSample => {
    const match = matches.get(id);
    const found = match?.kind === "event" ? match.eventId : eventId;
    return { workflow, activity, minutes, eventId: found, ...(chance === null ? {} : { chance }) };
  });
  const named = new Set(timedSamples.flatMap(({ eventId }) => eventId ?? []));
  if (named.size === 0) return { timedSamples, linked: undefined };
  const part = await newestPart(tx, log);
  const events = [...part.events, ...(await eventsAbout(tx, log, [...named]))];
  const seen = classifiedLog(events, view);
  const inputs = inputsOfLinked(seen, contextOf(view, settings.count), { timedSamples }, (i) => seen.columns.endedAtMs[i]! >= part.fromMs);
  const ofNamed = new Set(
    timedSamples.flatMap(({ workflow, activity, eventId }) => (eventId === null ? [] : activityKey(workflow, activity))),
  );
  return { timedSamples, linked: new Map([...(inputs ?? [])].filter(([key]) => ofNamed.has(key))) };
}

/** Some events, their cases, and what their accounts did in the hours before: all that the auxiliary variables of them rest on. */
async function eventsAbout(tx: Tx, log: AuditedLog, eventIds: readonly string[]) {
  const all = (rows: readonly AuditedEvent[]) => rows.map(({ event }) => event);
  const own = all(await eventsById(tx, log, eventIds));
  const stretches = own.flatMap(({ actor, endedAtMs }) =>
    actor === null ? [] : [{ actor, fromMs: endedAtMs - LONGEST_GAP_MS, toMs: endedAtMs }],
  );
  const cases = await eventsOfCases(tx, log, [...new Set(own.map(({ caseId }) => caseId))]);
  return [...own, ...all(cases), ...all(await eventsOfStretches(tx, log, stretches))];
}
