const OFFSET = /^([+-])(\d{2}):(\d{2})$/;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/**
 * A local time such as "2026-11-01 09:30:00" as ISO 8601 in UTC.
 * Of the two instants of an hour that the clock shows twice, the earlier; a time that the clock skips is moved on by the hour skipped.
 *
 * @param zone an IANA name, or an offset such as "-08:00" where only that is known
 * @throws when the text is no such time, or the zone is unknown
 */
export function localToUtc(text: string, zone: string): string {
  const match = LOCAL.exec(text);
  if (!match) throw new Error(`"${text}" is not a local time`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  // The offset before and after a possible change of the clock: the earlier instant is the one of the larger offset that fits.
  const offsets = [offsetAt(asUtc - 86_400_000, zone), offsetAt(asUtc + 86_400_000, zone)];
  const fitting = offsets.map((offset) => asUtc - offset).filter((instant) => instant + offsetAt(instant, zone) === asUtc);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : asUtc - Math.min(...offsets)).toISOString();
}

/** An instant as the local time of a zone, in the form "2026-11-01 09:30:00". */
export function utcToLocal(iso: string, zone: string): string {
  const instant = Date.parse(iso);
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 19).replace("T", " ");
}

/**
 * The offset that a clock has, as "-08:00", from what it shows and what the time is; to the quarter of an hour.
 *
 * @param shown as the clock shows it: "2026-11-01 09:30:00"
 * @throws when the two are further apart than any zone
 */
export function offsetOfClock(shown: string, nowMs: number): string {
  const quarters = Math.round((Date.parse(`${shown.replace(" ", "T")}Z`) - nowMs) / 900_000);
  if (!Number.isFinite(quarters) || Math.abs(quarters) > 56) throw new Error(`a clock that shows "${shown}" is in no time zone`);
  const minutes = Math.abs(quarters) * 15;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${quarters < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  const fixed = OFFSET.exec(zone);
  if (fixed) return (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(instant / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const options = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" } as const;
  const made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone, hourCycle: "h23", calendar: "iso8601" });
  formats.set(zone, made);
  return made;
}
