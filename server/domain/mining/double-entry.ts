import type { OpsEvent } from "../event-log/event.ts";

/** The same value typed by a person in two systems for linked objects. Times are end times. */
export type DoubleEntry = { caseId: string; value: string; first: OpsEvent; second: OpsEvent; minutesApart: number };

/** Short values meet by chance: "1", "yes", "EUR". */
const SHORTEST_VALUE = 4;

/**
 * Double data entry: a person enters a value in one source that was entered by a person in another source within the window,
 * for the same case or one linked to it. Each later entry counts once, against the nearest earlier one; values are compared
 * without case and outer blanks. Values an app wrote do not count: copying by machine is what we want.
 *
 * @param linked the group that a case belongs to (an order with its tickets and returns): cases of one group are linked; by
 *   default every case is its own
 */
export function doubleEntries(
  events: readonly OpsEvent[],
  windowMinutes: number,
  linked: (caseId: string) => string = (caseId) => caseId,
): DoubleEntry[] {
  const touches = events
    .filter((event) => event.actorKind === "person" && event.source !== undefined)
    .toSorted((a, b) => a.endedAtMs - b.endedAtMs || (a.eventId < b.eventId ? -1 : 1));
  const entered = new Map<string, { event: OpsEvent; source: string }[]>();
  const found: DoubleEntry[] = [];
  for (const event of touches) {
    const values = new Set(Object.values(event.attributes ?? {}).map((value) => value.trim().toLowerCase()));
    for (const value of values) {
      if (value.length < SHORTEST_VALUE) continue;
      const key = `${linked(event.caseId)}\u001F${value}`;
      const earlier = entered.get(key) ?? [];
      const first = earlier.findLast(
        ({ event: other, source }) => source !== event.source && event.endedAtMs - other.endedAtMs <= windowMinutes * 60_000,
      );
      const already = earlier.some(({ source }) => source === event.source);
      if (first && !already)
        found.push({
          caseId: event.caseId,
          value,
          first: first.event,
          second: event,
          minutesApart: (event.endedAtMs - first.event.endedAtMs) / 60_000,
        });
      entered.set(key, [...earlier, { event, source: event.source! }]);
    }
  }
  return found;
}
