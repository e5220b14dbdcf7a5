import fc from "fast-check";
import { expect, test } from "vitest";
import { localToUtc, offsetOfClock, utcToLocal } from "./local-time.js";

test.each([
  ["2026-07-01 09:30:00", "America/Los_Angeles", "2026-07-01T16:30:00.000Z"],
  ["2026-12-01 09:30:00", "America/Los_Angeles", "2026-12-01T17:30:00.000Z"],
  ["2026-12-01 09:30:00", "-08:00", "2026-12-01T17:30:00.000Z"],
  ["2026-12-01 09:30:00", "+05:30", "2026-12-01T04:00:00.000Z"],
  // 2026-11-01 01:30 comes twice in Los Angeles: the first time with summer time.
  ["2026-11-01 01:30:00", "America/Los_Angeles", "2026-11-01T08:30:00.000Z"],
  // 2026-03-08 02:30 does not exist there: the clock goes from 02:00 to 03:00.
  ["2026-03-08 02:30:00", "America/Los_Angeles", "2026-03-08T10:30:00.000Z"],
])("%s in %s is %s", (text, zone, utc) => {
  expect(localToUtc(text, zone)).toBe(utc);
});

test.each(["2026-11-01", "2026-11-01T09:30:00", ""])("%j is no local time", (text) => {
  expect(() => localToUtc(text, "UTC")).toThrow("is not a local time");
});

test("an hour that is shown once is told back and forth", () => {
  const zones = fc.constantFrom("America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "-03:30");
  const seconds = fc.integer({ min: Date.UTC(2024, 0, 1) / 1000, max: Date.UTC(2027, 0, 1) / 1000 });
  fc.assert(
    fc.property(zones, seconds, (zone, second) => {
      const iso = new Date(second * 1000).toISOString();
      const back = localToUtc(utcToLocal(iso, zone), zone);
      // In the hour that comes twice the earlier instant is meant, at most an hour away.
      expect([0, 1_800_000, 3_600_000]).toContain(Date.parse(iso) - Date.parse(back));
    }),
    { seed: 11, numRuns: 500 },
  );
});

test("a clock tells its offset, and one of no zone is refused", () => {
  const now = Date.parse("2026-11-26T12:00:20Z");
  expect(offsetOfClock("2026-11-26 04:00:00", now)).toBe("-08:00");
  expect(offsetOfClock("2026-11-26 17:45:00", now)).toBe("+05:45");
  expect(() => offsetOfClock("2026-11-28 12:00:00", now)).toThrow("no time zone");
});

const ZONES = ["America/Los_Angeles", "America/St_Johns", "Europe/Berlin", "UTC", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Eucla", "Pacific/Kiritimati"] as const; // prettier-ignore

test.each(ZONES)("a clock in %s that is five minutes ahead or behind tells the same offset", (zone) => {
  const now = Date.parse("2026-11-26T12:00:20Z");
  const shownAfter = (minutes: number) => utcToLocal(new Date(now + minutes * 60_000).toISOString(), zone);
  const right = offsetOfClock(shownAfter(0), now);
  expect(Date.parse(localToUtc(shownAfter(0), right))).toBe(now);
  for (const minutes of [-5, -3, 3, 5]) expect(offsetOfClock(shownAfter(minutes), now)).toBe(right);
});

test("where only whole hours are near, a clock may be twelve minutes wrong", () => {
  const now = Date.parse("2026-11-26T12:00:20Z");
  for (const minutes of [-12, -8, 8, 12])
    expect(offsetOfClock(utcToLocal(new Date(now + minutes * 60_000).toISOString(), "America/Los_Angeles"), now)).toBe("-08:00");
});

test("every offset of every zone there is stays what it is", () => {
  const now = Date.parse("2026-11-26T12:00:00Z");
  for (const zone of Intl.supportedValuesOf("timeZone"))
    for (const at of [now, now - 150 * 86_400_000]) {
      const shown = utcToLocal(new Date(at).toISOString(), zone);
      expect([zone, localToUtc(shown, offsetOfClock(shown, at))]).toEqual([zone, new Date(at).toISOString()]);
    }
});
