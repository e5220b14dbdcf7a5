import { newestEvents, type AuditedLog } from "#db/queries/audit-events.ts";
import { LONGEST_GAP_MS } from "#server/domain/effort/auxiliary.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";

/** Weeks of most shops; read in half a second, however long the log is. */
const PART_EVENTS = 30_000;

/**
 * The newest events of a log, which stand for all of it where each event has to be looked at.
 *
 * @returns fromMs: of events that end earlier it is not known what went before them; minus infinity where these are all events there are
 */
export async function newestPart(
  tx: Parameters<typeof newestEvents>[0],
  log: AuditedLog,
  limit = PART_EVENTS,
): Promise<{ events: OpsEvent[]; fromMs: number }> {
  const events = (await newestEvents(tx, log, { limit })).map(({ event }) => event);
  const oldest = events.at(-1);
  const fromMs = events.length < limit || oldest === undefined ? Number.NEGATIVE_INFINITY : oldest.endedAtMs + LONGEST_GAP_MS;
  return { events, fromMs };
}
