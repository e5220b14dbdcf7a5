/** Times of day in a zone. A `day` counts calendar days since 1970-01-01, whatever their length in hours. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Offset of the zone from UTC at an instant, in ms. Zones change on full quarter hours, so one look-up serves 15 minutes. */
function offsetAt(zone: string, atMs: number): number {
  const quarter = Math.floor(atMs / (15 * MINUTE_MS));
  const key = `${zone}/${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name = format.formatToParts(quarter * 15 * MINUTE_MS).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  const size = match ? (Number(match[2]) * 60 + Number(match[3])) * MINUTE_MS : 0;
  const offset = match?.[1] === "-" ? -size : size;
  offsets.set(key, offset);
  return offset;
}

/** The calendar day that an instant falls on in the zone. */
export function dayOf(zone: string, atMs: number): number {
  return Math.floor((atMs + offsetAt(zone, atMs)) / DAY_MS);
}

/** 0 = Sunday ... 6 = Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The instant at which the clock of the zone shows this many minutes after midnight of the day. */
export function atLocal(zone: string, day: number, minutesAfterMidnight: number): number {
  const wall = day * DAY_MS + minutesAfterMidnight * MINUTE_MS;
  const guess = wall - offsetAt(zone, wall);
  return wall - offsetAt(zone, guess);
}

/** Minutes after midnight shown by the clock of the zone. */
export function minutesOfDay(zone: string, atMs: number): number {
  const wall = atMs + offsetAt(zone, atMs);
  return (wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS;
}
