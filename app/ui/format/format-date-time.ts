import type { WorkspaceFormat } from "./workspace-format.ts";

type Where = Pick<WorkspaceFormat, "locale" | "timeZone">;

/** A day in the workspace's zone, "22 Nov 2026" or "Nov 22, 2026". */
export function formatDay(at: Date, { locale, timeZone }: Where): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone }).format(at);
}

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar (2026-11-30), which is the same day everywhere, and no instant. */
export const isCalendarDay = (text: string): boolean => CALENDAR_DAY.test(text);

/** A day of the calendar, whatever the zone. @param day as 2026-11-30 */
export const formatCalendarDay = (day: string, { locale }: Pick<Where, "locale">): string =>
  formatDay(new Date(`${day}T00:00:00Z`), { locale, timeZone: "UTC" });

/** Day and minute with the zone's name: what a hover and an export show. */
export function formatDateTime(at: Date, { locale, timeZone }: Where): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);
}

const STEPS = [
  { unit: "second", seconds: 1, until: 60 },
  { unit: "minute", seconds: 60, until: 3600 },
  { unit: "hour", seconds: 3600, until: 86_400 },
  { unit: "day", seconds: 86_400, until: 7 * 86_400 },
] as const;

/** "3 minutes ago", "in 2 hours"; a date where it is a week or more away, since "23 days ago" sends people to a calendar. */
export function formatRelative(at: Date, now: Date, where: Where): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const step = STEPS.find(({ until }) => Math.abs(seconds) < until);
  if (!step) return formatDay(at, where);
  if (step.unit === "second") return "just now";
  return new Intl.RelativeTimeFormat(where.locale, { numeric: "auto" }).format(Math.trunc(seconds / step.seconds), step.unit);
}

/** Time that is left or was taken, in two units at most: "8 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}
