/** When somebody timed an item, and under which account they work where that is known. UTC milliseconds. */
export type TimedSpan = { fromMs: number; toMs: number; account: string | null };

/** An event of the activity that was timed. */
export type EndedEvent = { eventId: string; actor: string | null; endedAtMs: number };

/** Which event an item that was timed is: one, none that fits, or one of several that nothing tells apart. */
export type SampleMatch = { kind: "event"; eventId: string } | { kind: "none" } | { kind: "several"; events: number };

/** Who stops the watch first and saves afterwards does it within this time. */
export const SAVED_LATE_MS = 2 * 60_000;

/**
 * The event that ended while it was timed, or shortly after. Where events of the person's own account did, those of others are no
 * candidates. Of several candidates none is taken: the nearest would often be somebody else's.
 *
 * @param ended touches of the same activity, any order
 */
export function matchSample({ fromMs, toMs, account }: TimedSpan, ended: readonly EndedEvent[]): SampleMatch {
  const within = ended.filter(({ endedAtMs }) => endedAtMs > fromMs && endedAtMs <= toMs + SAVED_LATE_MS);
  const own = within.filter(({ actor }) => actor !== null && account !== null && sameAccount(actor, account));
  const candidates = own.length > 0 ? own : within;
  if (candidates.length > 1) return { kind: "several", events: candidates.length };
  return candidates[0] === undefined ? { kind: "none" } : { kind: "event", eventId: candidates[0].eventId };
}

const sameAccount = (actor: string, account: string) => actor.toLowerCase() === account.toLowerCase();
