import type { Tx } from "#db/client.ts";
import { listCalendars, listTeams } from "#db/queries/teams.ts";
import { officeHours, type WorkCalendar } from "#server/domain/effort/work-calendar.ts";
import { CalendarShape } from "./calendar-shape.ts";

const DAY_MS = 86_400_000;

/**
 * The working calendar of each role that belongs to a team: the team's own, otherwise the workspace's usual hours, and never more than its
 * paid hours a week. Roles of no team are not in it.
 */
export async function loadCalendars(
  tx: Tx,
  { workspaceId, timeZone }: { workspaceId: string; timeZone: string },
): Promise<Map<string, WorkCalendar>> {
  const calendars = new Map(
    (await listCalendars(tx, { workspaceId })).map(({ id, ...row }) => {
      const { zone, shifts, holidays } = CalendarShape.parse(row);
      return [id, { zone, shifts, freeDays: new Set(holidays.map((day) => Date.parse(day) / DAY_MS)) }] as const;
    }),
  );
  const usual = officeHours(timeZone);
  return new Map(
    (await listTeams(tx, { workspaceId })).flatMap(({ calendarId, paidHoursAWeek, roles }) => {
      const calendar = (calendarId === null ? undefined : calendars.get(calendarId)) ?? usual;
      const paid: WorkCalendar = paidHoursAWeek === null ? calendar : { ...calendar, paidHoursAWeek };
      return roles.map((role) => [role, paid] as const);
    }),
  );
}
