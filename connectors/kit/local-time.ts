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

// Offsets that some place has, besides whole hours: a clock that is minutes wrong must not be taken for one in a zone that nobody lives in.
const BROKEN_HOURS = [-9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, 13.75];
const OFFSETS_IN_USE = [...Array.from({ length: 27 }, (_, at) => at - 12), ...BROKEN_HOURS].map((hours) => hours * 60);

/**
 * The offset that a clock has, as "-08:00", from what it shows and what the time is: the nearest one that some place has. Where only whole
 * hours are near, the two clocks may be almost half an hour apart; beside an offset of a half or a quarter, seven minutes.
 *
 * @param shown as the clock shows it: "2026-11-01 09:30:00"
 * @throws when the two are further apart than any zone
 */
export function offsetOfClock(shown: string, nowMs: number): string {
  const apart = (Date.parse(`${shown.replace(" ", "T")}Z`) - nowMs) / 60_000;
  if (!Number.isFinite(apart) || Math.abs(apart) > 14.5 * 60) throw new Error(`a clock that shows "${shown}" is in no time zone`);
  const offset = OFFSETS_IN_USE.reduce((best, one) => (Math.abs(apart - one) < Math.abs(apart - best) ? one : best), 0);
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
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
