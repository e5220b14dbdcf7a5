import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type In = { workspaceId: string };

/** By name, each with the roles that belong to it. */
export async function listTeams(tx: Tx, { workspaceId }: In) {
  const { rows } = await sql<{
    id: string;
    name: string;
    location: string | null;
    calendarId: string | null;
    paidHoursAWeek: number | null;
    roles: string[];
  }>`
    select t.id, t.name, t.location, t.calendar_id as "calendarId", t.paid_hours_a_week as "paidHoursAWeek",
      coalesce(array_agg(r.role order by r.role) filter (where r.role is not null), '{}') as roles
    from team t left join team_role r on r.workspace_id = t.workspace_id and r.team_id = t.id
    where t.workspace_id = ${workspaceId} group by t.workspace_id, t.id order by t.name`.execute(tx);
  return rows;
}

export type NewTeam = In & { id: string; name: string; location: string | null; calendarId: string | null; paidHoursAWeek: number | null };

/** Writes a team in place of the one of its id. @returns false when another team has its name */
export async function upsertTeam(tx: Tx, { workspaceId, id, name, location, calendarId, paidHoursAWeek }: NewTeam): Promise<boolean> {
  const other = await tx
    .selectFrom("team")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("id", "<>", id)
    .executeTakeFirst();
  if (other) return false;
  const values = { name, location, calendar_id: calendarId, paid_hours_a_week: paidHoursAWeek };
  await tx
    .insertInto("team")
    .values({ workspace_id: workspaceId, id, ...values })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doUpdateSet(values))
    .execute();
  return true;
}

/** The roles of a team, in place of those it had. A role that another team has goes over to this one. */
export async function replaceTeamRoles(
  tx: Tx,
  { workspaceId, teamId, roles }: In & { teamId: string; roles: readonly string[] },
): Promise<void> {
  await tx.deleteFrom("team_role").where("workspace_id", "=", workspaceId).where("team_id", "=", teamId).execute();
  if (roles.length === 0) return;
  await tx
    .insertInto("team_role")
    .values(roles.map((role) => ({ workspace_id: workspaceId, role, team_id: teamId })))
    .onConflict((conflict) => conflict.columns(["workspace_id", "role"]).doUpdateSet({ team_id: teamId }))
    .execute();
}

/** @returns whether it was there */
export async function deleteTeam(tx: Tx, { workspaceId, id }: In & { id: string }): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("team").where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** By name. */
export function listCalendars(tx: Tx, { workspaceId }: In) {
  return tx
    .selectFrom("working_calendar")
    .select(["id", "name", "zone", "shifts", "holidays"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("name")
    .execute();
}

export type NewCalendar = In & {
  id: string;
  name: string;
  zone: string;
  shifts: readonly object[] | readonly (object | null)[];
  holidays: readonly string[];
};

/** Writes a calendar in place of the one of its id. @returns false when another calendar has its name */
export async function upsertCalendar(tx: Tx, { workspaceId, id, name, zone, shifts, holidays }: NewCalendar): Promise<boolean> {
  const other = await tx
    .selectFrom("working_calendar")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("id", "<>", id)
    .executeTakeFirst();
  if (other) return false;
  const values = { name, zone, shifts: JSON.stringify(shifts), holidays: JSON.stringify(holidays) };
  await tx
    .insertInto("working_calendar")
    .values({ workspace_id: workspaceId, id, ...values })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doUpdateSet(values))
    .execute();
  return true;
}

/** Its teams go back to the workspace's hours. @returns whether it was there */
export async function deleteCalendar(tx: Tx, { workspaceId, id }: In & { id: string }): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("working_calendar")
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
