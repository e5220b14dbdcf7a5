import { activityKey } from "../event-log/columns.ts";
import type { Interval } from "../interval.ts";
import type { AuditOptions } from "./audit.ts";
import { partsOf, rowsOf, splitKey, type Totals } from "./totals.ts";

/**
 * What an hour of each activity costs more or less than the default rate, times its minutes, because of who did it: each account at the
 * rate of its role. Touches without an account, or whose role has no rate of its own, cost the default.
 *
 * @param minutesPerTouch of each activity's touches whose start is not known, by activityKey
 * @returns minutes x minor units an hour, by activityKey; activities at the default rate are not in it
 */
export function abovePlainRate(
  totals: Totals,
  { loadedRate, ratesByRole }: Pick<AuditOptions, "loadedRate" | "ratesByRole">,
  { minutesPerTouch, roleOf }: { minutesPerTouch: ReadonlyMap<string, Interval>; roleOf: (actor: string) => string | null },
): Map<string, number> {
  const above = new Map<string, number>();
  if ([...(ratesByRole?.values() ?? [])].every((rate) => rate === loadedRate.minorPerHour)) return above;
  for (const part of partsOf(totals, "weeks "))
    for (const [key, [recordedMs = 0, untimed = 0]] of rowsOf(totals, part)) {
      const [actor, , workflow = null, activity] = splitKey(key);
      const rate = ratesByRole?.get(roleOf(actor ?? "") ?? "");
      if (rate === undefined || rate === loadedRate.minorPerHour) continue;
      const of = activityKey(workflow, activity ?? "");
      const minutes = recordedMs / 60_000 + untimed * (minutesPerTouch.get(of)?.point ?? 0);
      above.set(of, (above.get(of) ?? 0) + minutes * (rate - loadedRate.minorPerHour));
    }
  return above;
}
