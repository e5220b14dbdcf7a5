import { deleteTeam, listCalendars, listTeams, replaceTeamRoles, upsertTeam } from "#db/queries/teams.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import type { TeamInput } from "./calendar-shape.ts";

/**
 * Makes a team, or changes the one of that id; the log is audited again, since paid time and rates hang on it.
 *
 * @throws AppError NOT_FOUND for an id or a calendar that is not there, INPUT_INVALID when another team has the name
 */
export async function saveTeam(context: Context, { teamId, ...team }: TeamInput & { teamId: string | null }): Promise<{ teamId: string }> {
  const { store, workspaceId, newId } = context;
  const id = teamId ?? newId();
  await store.within({ workspaceId }, async (tx) => {
    const found = (await listTeams(tx, { workspaceId })).find((one) => one.id === id);
    if (teamId !== null && !found) throw new AppError("NOT_FOUND", "There is no such team.");
    const calendars = await listCalendars(tx, { workspaceId });
    if (team.calendarId !== null && !calendars.some((calendar) => calendar.id === team.calendarId))
      throw new AppError("NOT_FOUND", "There is no such calendar.");
    const { roles, ...row } = team;
    if (!(await upsertTeam(tx, { workspaceId, id, ...row }))) throw nameTaken("team");
    await replaceTeamRoles(tx, { workspaceId, teamId: id, roles: [...new Set(roles)] });
    const { id: _id, ...before } = found ?? { id };
    await recordChange(tx, {
      ...context,
      noun: "team",
      nounId: id,
      verb: found ? "update" : "create",
      before: found ? before : null,
      after: team,
    });
    await auditSoon(context, tx, { title: `Audit with the team ${team.name}` });
  });
  return { teamId: id };
}

/** Removes a team; its people then follow the workspace's hours. @throws AppError NOT_FOUND */
export async function removeTeam(context: Context, { teamId }: { teamId: string }): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    const found = (await listTeams(tx, { workspaceId })).find(({ id }) => id === teamId);
    if (!found || !(await deleteTeam(tx, { workspaceId, id: teamId }))) throw new AppError("NOT_FOUND", "There is no such team.");
    const { id: _id, ...before } = found;
    await recordChange(tx, { ...context, noun: "team", nounId: teamId, verb: "remove", before, after: null });
    await auditSoon(context, tx, { title: `Audit without the team ${found.name}` });
  });
}

export function nameTaken(noun: "team" | "calendar"): AppError {
  const message = `There is a ${noun} of this name. Choose another, or change that one.`;
  return new AppError("INPUT_INVALID", message, { fields: [{ path: "name", message }] });
}
