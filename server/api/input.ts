import * as z from "zod";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "#server/auth.ts";

/** Shapes that several routers take from people; each message is a sentence for the field it stands beside. */
export const PersonName = z.string().trim().min(1, "Enter a name.").max(120, "Use at most 120 characters.");

/** Compared and kept in lower case. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an e-mail address, as name@example.com."));

export const NewPassword = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters; a few unrelated words are easy to keep in mind.`)
  .max(PASSWORD_MAX_LENGTH, `Use at most ${PASSWORD_MAX_LENGTH} characters.`)
  .refine((password) => new Set(password).size >= 5, "Use more than a few different characters.");

/** A link's token: 32 random bytes in base64url. */
export const LinkToken = z.string().regex(/^[\w-]{20,128}$/, "This is not a whole link.");

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
};
const isLocale = (name: string): boolean => {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0;
  } catch {
    return false;
  }
};
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export const WorkspaceSettings = z.object({
  name: z.string().trim().min(1, "Enter a name.").max(120, "Use at most 120 characters."),
  currency: z.string().refine((code) => CURRENCIES.has(code), "Choose a currency by its code, as USD."),
  timeZone: z.string().max(64).refine(isTimeZone, "Choose a time zone, as Europe/London."),
  locale: z.string().max(35).refine(isLocale, "Choose a language and region, as en-GB."),
  workingDaysAYear: z.number("Enter a number of days.").int("Enter whole days.").min(1, "Enter 1 or more.").max(366, "Enter 366 or fewer."),
});

const WORKING_DAYS_A_YEAR = 260; // 52 weeks of five days, before holidays.

/** For a new workspace, whose form asks for less. */
export const NewWorkspace = WorkspaceSettings.extend({
  // Sent by the browser, not typed: what a person cannot correct must not stop them.
  locale: WorkspaceSettings.shape.locale.default("en-US").catch("en-US"),
  workingDaysAYear: WorkspaceSettings.shape.workingDaysAYear.default(WORKING_DAYS_A_YEAR),
});
