"use client";
import { useWorkspaceFormat } from "./format-provider.tsx";
import { formatCalendarDay, formatDateTime, formatDay, formatRelative, isCalendarDay } from "./format-date-time.ts";

/**
 * A moment: as a day, in full, or relative to `now`; the absolute time with its zone on hover. A day of the calendar stays that day.
 *
 * @param props.at an instant, ISO 8601 or Date; or a day, as 2026-11-30
 * @param props.now for "3 minutes ago"; without it the day is shown
 */
export function DateTime({ at, now, full = false }: { at: Date | string; now?: Date | string; full?: boolean }) {
  const where = useWorkspaceFormat();
  if (typeof at === "string" && isCalendarDay(at))
    return (
      <time dateTime={at} className="whitespace-nowrap">
        {formatCalendarDay(at, where)}
      </time>
    );
  const instant = new Date(at);
  const absolute = formatDateTime(instant, where);
  const text = full ? absolute : now ? formatRelative(instant, new Date(now), where) : formatDay(instant, where);
  return (
    <time dateTime={instant.toISOString()} title={absolute} className="whitespace-nowrap" suppressHydrationWarning>
      {text}
    </time>
  );
}
