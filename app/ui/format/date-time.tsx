"use client";
import { useWorkspaceFormat } from "./format-provider.tsx";
import { formatDateTime, formatDay, formatRelative } from "./format-date-time.ts";

/**
 * A moment: as a day, in full, or relative to `now`; the absolute time with its zone on hover.
 *
 * @param props.at an instant, ISO 8601 or Date
 * @param props.now for "3 minutes ago"; without it the day is shown
 */
export function DateTime({ at, now, full = false }: { at: Date | string; now?: Date | string; full?: boolean }) {
  const where = useWorkspaceFormat();
  const instant = new Date(at);
  const absolute = formatDateTime(instant, where);
  const text = full ? absolute : now ? formatRelative(instant, new Date(now), where) : formatDay(instant, where);
  return (
    <time dateTime={instant.toISOString()} title={absolute} className="whitespace-nowrap" suppressHydrationWarning>
      {text}
    </time>
  );
}
