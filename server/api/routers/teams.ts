import * as z from "zod";
import { CalendarShape, TeamShape } from "#server/services/teams/calendar-shape.ts";
import { listTeamsAndCalendars } from "#server/services/teams/list-teams.ts";
import { removeCalendar, saveCalendar } from "#server/services/teams/save-calendar.ts";
import { removeTeam, saveTeam } from "#server/services/teams/save-team.ts";
import { permitted, router } from "../trpc.ts";

const Team = z.object({
  id: z.uuid(),
  name: z.string(),
  location: z.string().nullable(),
  calendarId: z.uuid().nullable(),
  paidHoursAWeek: z.number().nullable(),
  roles: z.array(z.string()),
});

export const teamsRouter = router({
  /** Who works together, and when they are paid to. */
  list: permitted("audit.read")
    .input(z.object({}))
    .output(
      z.object({
        teams: z.array(Team),
        calendars: z.array(CalendarShape.extend({ id: z.uuid() })),
        rolesSeen: z.array(z.object({ role: z.string().nullable(), accounts: z.number().int() })),
        timeZone: z.string(),
      }),
    )
    .query(({ ctx }) => listTeamsAndCalendars(ctx)),
  save: permitted("teams.update")
    .input(TeamShape.extend({ teamId: z.uuid().nullable() }))
    .output(z.object({ teamId: z.uuid() }))
    .mutation(({ ctx, input }) => saveTeam(ctx, input)),
  remove: permitted("teams.update")
    .input(z.object({ teamId: z.uuid() }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeTeam(ctx, input)),
  saveCalendar: permitted("teams.update")
    .input(CalendarShape.extend({ calendarId: z.uuid().nullable() }))
    .output(z.object({ calendarId: z.uuid() }))
    .mutation(({ ctx, input }) => saveCalendar(ctx, input)),
  removeCalendar: permitted("teams.update")
    .input(z.object({ calendarId: z.uuid() }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeCalendar(ctx, input)),
});
