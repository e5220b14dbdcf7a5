const DAY_MS = 86_400_000;

/**
 * Offset of an IANA zone from UTC at an instant, in milliseconds (positive east of Greenwich), fast enough for millions of
 * events: Intl is asked twice a day of the log, the answers are kept, and only days with a change are searched.
 */
export type ZoneClock = {
  readonly zone: string;
  offsetMs(utcMs: number): number;
};

const clocks = new Map<string, ZoneClock>();

/** True if the zone is one that this machine knows: "Europe/Berlin", "UTC", "+05:30". */
export function isZone(zone: string): boolean {
  try {
    zoneClock(zone);
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError when the zone is not known: parse it at the border with isZone. */
export function zoneClock(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = zone === "UTC" ? { zone, offsetMs: () => 0 } : makeClock(zone);
  clocks.set(zone, clock);
  return clock;
}

function makeClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const ask = (utcMs: number): number => {
    const parts = new Map(format.formatToParts(utcMs).map((part) => [part.type, Number(part.value)]));
    const [year, month, day, hour, minute, second] = (["year", "month", "day", "hour", "minute", "second"] as const).map(
      (type) => parts.get(type) ?? 0,
    );
    const local = Date.UTC(year!, month! - 1, day, hour, minute, second);
    return local - Math.floor(utcMs / 1000) * 1000;
  };
  const days = new Map<number, { before: number; after: number; changeMs: number }>();
  const learn = (day: number) => {
    const start = day * DAY_MS;
    const before = ask(start);
    const after = ask(start + DAY_MS - 1000);
    let low = start;
    let high = start + DAY_MS - 1000;
    if (before === after) low = high;
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (ask(middle) === before) low = middle;
      else high = middle;
    }
    const entry = { before, after, changeMs: high };
    days.set(day, entry);
    return entry;
  };
  let lastDay = Number.NaN;
  let last = { before: 0, after: 0, changeMs: 0 };
  return {
    zone,
    offsetMs(utcMs) {
      const day = Math.floor(utcMs / DAY_MS);
      if (day !== lastDay) {
        last = days.get(day) ?? learn(day);
        lastDay = day;
      }
      return utcMs < last.changeMs ? last.before : last.after;
    },
  };
}

/**
 * The instant of a wall-clock time. In the hour that is skipped in spring the time moves forward by the length of the gap;
 * in the hour that comes twice in autumn it is the first (as java.time does).
 *
 * @param localMs the wall-clock time written as if it were UTC
 */
export function localToUtcMs(localMs: number, zone: string): number {
  const clock = zoneClock(zone);
  const before = clock.offsetMs(localMs - DAY_MS);
  const first = localMs - before;
  if (clock.offsetMs(first) === before) return first;
  const after = clock.offsetMs(localMs + DAY_MS);
  const second = localMs - after;
  if (clock.offsetMs(second) === after) return second;
  return first;
}

/** Wall-clock parts of an instant in a zone: the day as days since 1970-01-01, its weekday (0 = Monday), and the time in it. */
export function localParts(utcMs: number, clock: ZoneClock): { day: number; weekday: number; hour: number; msOfDay: number } {
  const localMs = utcMs + clock.offsetMs(utcMs);
  const day = Math.floor(localMs / DAY_MS);
  const msOfDay = localMs - day * DAY_MS;
  return { day, weekday: (((day + 3) % 7) + 7) % 7, hour: Math.floor(msOfDay / 3_600_000), msOfDay };
}

/** The day of an instant in a zone, as 2026-03-30. @throws RangeError when the zone is not known */
export const isoDayIn = (zone: string, at: Date): string =>
  new Date(localParts(at.getTime(), zoneClock(zone)).day * DAY_MS).toISOString().slice(0, 10);
