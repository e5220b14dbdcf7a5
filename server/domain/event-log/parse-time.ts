import { localToUtcMs } from "./time-zone.ts";

/** Order of day and month in dates such as 03/04/2026. */
export type DateOrder = "day-month" | "month-day";

/**
 * How to read what a text leaves open: `zone` for times that carry none, `dateOrder` for 03/04/2026. null: not told, so such a
 * time is refused with a question and never guessed.
 */
export type TimeReading = { zone: string | null; dateOrder: DateOrder | null };

export type ParsedTime =
  | { ok: true; ms: number; hadZone: boolean }
  | { ok: false; code: "not-a-time" | "impossible-date" | "no-time-of-day" | "needs-zone" | "needs-date-order"; reason: string };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const TIME = String.raw`(?:[T\s,]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?)?`;
const ZONE = String.raw`\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}${ZONE}$`);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${TIME}${ZONE}$`);
const DOTTED_SHORT_YEAR = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{2})${TIME}${ZONE}$`);
const DAY_NAMED_MONTH = new RegExp(String.raw`^(\d{1,2})[-\s]([A-Za-z]{3,9})\.?[-\s,]+(\d{4})${TIME}${ZONE}$`);
const NAMED_MONTH_DAY = new RegExp(String.raw`^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})${TIME}${ZONE}$`);
const EPOCH = /^(\d{10}|\d{13})$/;

/**
 * Reads a time as exports write it: ISO 8601 with T or a blank, year first with slashes, day or month first, 2.3.26, named months,
 * AM and PM, seconds or milliseconds since 1970. Whole milliseconds: finer digits are cut off. Years 1971 to 2099.
 *
 * @returns UTC epoch milliseconds, or a reason in words that names what is wrong or what has to be chosen
 */
export function parseTime(text: string, reading: TimeReading): ParsedTime {
  const trimmed = text.trim();
  if (EPOCH.test(trimmed)) {
    const ms = trimmed.length === 10 ? Number(trimmed) * 1000 : Number(trimmed);
    return { ok: true, ms, hadZone: true };
  }
  const date = parseDate(trimmed, reading.dateOrder);
  if (!("year" in date)) return { ok: false, ...date };
  const { year, month, day, rest } = date;
  const shown = quote(trimmed);
  if (year < 1971 || year > 2099) return wrong("impossible-date", `${shown}: the year ${year} is not between 1971 and 2099`);
  if (month < 1 || month > 12) return wrong("impossible-date", `${shown}: there is no month ${month}`);
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return wrong("impossible-date", `${shown}: there is no such day`);
  const [hourText, minuteText, secondText, fraction, half, zoneText] = rest;
  if (hourText === undefined) return wrong("no-time-of-day", `${shown} is a date without a time of day`);
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return wrong("impossible-date", `${shown}: ${hour} is not an hour with AM or PM`);
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return wrong("impossible-date", `${shown}: there is no such time of day`);
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second, Number((fraction ?? "").padEnd(3, "0").slice(0, 3)));
  if (zoneText !== undefined) {
    const offsetMinutes = parseOffset(zoneText);
    if (offsetMinutes === null) return wrong("not-a-time", `${shown}: ${zoneText} is not an offset from UTC`);
    return { ok: true, ms: localMs - offsetMinutes * 60_000, hadZone: true };
  }
  if (reading.zone === null) return wrong("needs-zone", `${shown} has no time zone: choose the zone of this source`);
  return { ok: true, ms: localToUtcMs(localMs, reading.zone), hadZone: false };
}

type DateParts = { year: number; month: number; day: number; rest: (string | undefined)[] };
type Refusal = { code: "not-a-time" | "impossible-date" | "needs-date-order"; reason: string };

function parseDate(text: string, order: DateOrder | null): DateParts | Refusal {
  const first = YEAR_FIRST.exec(text);
  if (first) return { year: Number(first[1]), month: Number(first[3]), day: Number(first[4]), rest: first.slice(5) };
  const last = YEAR_LAST.exec(text);
  if (last) {
    const [a, b, year] = [Number(last[1]), Number(last[3]), Number(last[4])];
    const rest = last.slice(5);
    const dayFirst = { year, month: b, day: a, rest };
    const monthFirst = { year, month: a, day: b, rest };
    // Dots are written day first everywhere they are used; slashes and dashes are not.
    if (last[2] === ".") return dayFirst;
    if (order !== null) return order === "day-month" ? dayFirst : monthFirst;
    if (a === b) return dayFirst;
    if (a > 12) return dayFirst;
    if (b > 12) return monthFirst;
    return {
      code: "needs-date-order",
      reason: `${quote(text)} may be day ${a} of month ${b} or day ${b} of month ${a}: choose the date format of this source`,
    };
  }
  const short = DOTTED_SHORT_YEAR.exec(text);
  if (short) return { year: 2000 + Number(short[3]), month: Number(short[2]), day: Number(short[1]), rest: short.slice(4) };
  const named = DAY_NAMED_MONTH.exec(text);
  if (named) return withMonthName(text, named[2]!, { year: Number(named[3]), day: Number(named[1]), rest: named.slice(4) });
  const us = NAMED_MONTH_DAY.exec(text);
  if (us) return withMonthName(text, us[1]!, { year: Number(us[3]), day: Number(us[2]), rest: us.slice(4) });
  return { code: "not-a-time", reason: `${quote(text)} is not a time` };
}

function withMonthName(text: string, name: string, parts: Omit<DateParts, "month">): DateParts | Refusal {
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return { code: "not-a-time", reason: `${quote(text)}: ${name} is not the name of a month` };
  return { ...parts, month };
}

/** The offset in minutes of "Z", "UTC", "+02:00", "-0530", "+02"; null beyond the 14 hours that exist. */
function parseOffset(text: string): number | null {
  if (/^(z|utc|gmt)$/i.test(text)) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(":", "") || 0);
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * The order of day and month that the samples prove, or null when none of them settles it or they contradict each other.
 * Dates with a dot, a named month or the year first need no order and prove none.
 */
export function provenDateOrder(samples: readonly string[]): DateOrder | null {
  let dayFirst = false;
  let monthFirst = false;
  for (const sample of samples) {
    const match = /^\s*(\d{1,2})([-/])(\d{1,2})\2\d{4}/.exec(sample);
    if (!match) continue;
    if (Number(match[1]) > 12) dayFirst = true;
    if (Number(match[3]) > 12) monthFirst = true;
  }
  if (dayFirst === monthFirst) return null;
  return dayFirst ? "day-month" : "month-day";
}

const wrong = (code: Exclude<ParsedTime, { ok: true }>["code"], reason: string): ParsedTime => ({ ok: false, code, reason });
const quote = (text: string) => (text.length > 40 ? `"${text.slice(0, 40)}…"` : `"${text}"`);
