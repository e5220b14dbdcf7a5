import { deleteCalendar, listCalendars, upsertCalendar } from "#db/queries/teams.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import { CalendarShape, type CalendarInput } from "./calendar-shape.ts";
import { nameTaken } from "./save-team.ts";

/**
 * Makes a working calendar, or changes the one of that id; the log is audited again under it.
 *
 * @throws AppError NOT_FOUND, INPUT_INVALID when a shift ends before it begins, nobody ever works, or another calendar has the name
 */
export async function saveCalendar(
  context: Context,
  { calendarId, ...calendar }: CalendarInput & { calendarId: string | null },
): Promise<{ calendarId: string }> {
  assertShifts(calendar);
  const { store, workspaceId, newId } = context;
  const id = calendarId ?? newId();
  await store.within({ workspaceId }, async (tx) => {
    const found = (await listCalendars(tx, { workspaceId })).find((one) => one.id === id);
    if (calendarId !== null && !found) throw new AppError("NOT_FOUND", "There is no such calendar.");
    const kept = { ...calendar, holidays: [...new Set(calendar.holidays)].sort((a, b) => (a < b ? -1 : 1)) };
    if (!(await upsertCalendar(tx, { workspaceId, id, ...kept }))) throw nameTaken("calendar");
    const before = found ? CalendarShape.parse({ ...found }) : null;
    await recordChange(tx, { ...context, noun: "calendar", nounId: id, verb: found ? "update" : "create", before, after: kept });
    await auditSoon(context, tx, { title: `Audit with the calendar ${calendar.name}` });
  });
  return { calendarId: id };
}

/** Removes a calendar; its teams then follow the workspace's hours. @throws AppError NOT_FOUND */
export async function removeCalendar(context: Context, { calendarId }: { calendarId: string }): Promise<void> {
  const { store, workspaceId } = context;
  await store.within({ workspaceId }, async (tx) => {
    const found = (await listCalendars(tx, { workspaceId })).find(({ id }) => id === calendarId);
    if (!found || !(await deleteCalendar(tx, { workspaceId, id: calendarId })))
      throw new AppError("NOT_FOUND", "There is no such calendar.");
    await recordChange(tx, {
      ...context,
      noun: "calendar",
      nounId: calendarId,
      verb: "remove",
      before: CalendarShape.parse(found),
      after: null,
    });
    await auditSoon(context, tx, { title: `Audit without the calendar ${found.name}` });
  });
}

const DAY_MINUTES = 1440;

function assertShifts({ shifts }: CalendarInput): void {
  const wrong = shifts.some(
    (shift) =>
      shift !== null &&
      (shift.startMinute >= DAY_MINUTES || shift.endMinute <= shift.startMinute || shift.endMinute > shift.startMinute + DAY_MINUTES),
  );
  const message = wrong
    ? "A shift begins on its day and lasts at most 24 hours."
    : shifts.length !== 7
      ? "Say for each of the seven days when people work, or that it is free."
      : shifts.every((shift) => shift === null)
        ? "Nobody ever works by this calendar. Enter at least one shift."
        : null;
  if (message !== null) throw new AppError("INPUT_INVALID", message, { fields: [{ path: "shifts", message }] });
}
