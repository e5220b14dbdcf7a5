import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listCalendars, listTeams } from "#db/queries/teams.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { CalendarShape, type CalendarInput } from "./calendar-shape.ts";

export type ListedTeam = {
  id: string;
  name: string;
  location: string | null;
  calendarId: string | null;
  paidHoursAWeek: number | null;
  roles: string[];
};
export type ListedCalendar = CalendarInput & { id: string };

export type TeamsOfWorkspace = {
  teams: ListedTeam[];
  calendars: ListedCalendar[];
  /** Roles that the newest audit saw, with how many accounts; those of fewer than three are in the line with role null. */
  rolesSeen: { role: string | null; accounts: number }[];
  timeZone: string;
};

/** Who works together and when they are paid. Never who a person is. */
export async function listTeamsAndCalendars({ store, workspaceId }: Context): Promise<TeamsOfWorkspace> {
  return store.within({ workspaceId }, async (tx) => {
    const snapshot = await findAuditSnapshot(tx, { workspaceId });
    return {
      teams: await listTeams(tx, { workspaceId }),
      calendars: (await listCalendars(tx, { workspaceId })).map(({ id, ...calendar }) => ({ id, ...CalendarShape.parse(calendar) })),
      rolesSeen: snapshot ? AuditReport.parse(snapshot.report).roles : [],
      timeZone: (await findWorkspace(tx, { workspaceId }))?.timeZone ?? "UTC",
    };
  });
}
