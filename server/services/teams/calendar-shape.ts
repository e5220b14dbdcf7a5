import * as z from "zod";
import { isZone } from "#server/domain/event-log/time-zone.ts";

const Minute = z.number("Enter a time.").int().min(0).max(2880);

/** A calendar as people edit it and as it is kept. shifts: Monday first, null is free; minutes since midnight, past 1440 on the next day. */
export const CalendarShape = z.object({
  name: z.string().trim().min(1, "Name the calendar, as Warehouse Leipzig.").max(80, "Use at most 80 characters."),
  zone: z.string().max(64).refine(isZone, "Choose a time zone, as Europe/London."),
  shifts: z.array(z.object({ startMinute: Minute, endMinute: Minute }).nullable()).max(7),
  holidays: z.array(z.iso.date("Write each holiday as 2026-12-25.")).max(200, "Name at most 200 holidays."),
});
export type CalendarInput = z.infer<typeof CalendarShape>;

export const TeamShape = z.object({
  name: z.string().trim().min(1, "Name the team.").max(80, "Use at most 80 characters."),
  location: z
    .string()
    .trim()
    .max(80, "Use at most 80 characters.")
    .transform((text) => (text === "" ? null : text))
    .nullable(),
  calendarId: z.uuid().nullable(),
  paidHoursAWeek: z.number("Enter a number of hours.").min(0.5, "Enter half an hour or more.").max(168, "A week has 168 hours.").nullable(),
  roles: z.array(z.string().trim().min(1).max(80, "Use at most 80 characters a role.")).max(50, "Name at most 50 roles."),
});
export type TeamInput = z.infer<typeof TeamShape>;
