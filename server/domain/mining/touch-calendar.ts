import { localParts, type ZoneClock } from "../event-log/time-zone.ts";
import { PERSON, type EventColumns } from "../event-log/columns.ts";

/**
 * Touches by weekday and hour in the workspace's zone: 7 rows (Monday first) of 24 counts. The hour that comes twice in autumn
 * counts both, the hour skipped in spring none.
 */
export function touchesByHour(columns: EventColumns, clock: ZoneClock): number[][] {
  const table = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (let i = 0; i < columns.length; i += 1) {
    if (columns.kind[i] !== PERSON) continue;
    const { weekday, hour } = localParts(columns.endedAtMs[i]!, clock);
    table[weekday]![hour]! += 1;
  }
  return table;
}
