import { expect, test } from "vitest";
import { later, minutesBefore, toUtc, toUtcOrNull } from "./time.js";

test.each([
  ["2026-11-01T10:00:00Z", "2026-11-01T10:00:00.000Z"],
  ["2026-11-01T05:00:00-05:00", "2026-11-01T10:00:00.000Z"],
  ["2026-03-29T03:30:00+02:00", "2026-03-29T01:30:00.000Z"],
])("%s is %s", (text, utc) => {
  expect(toUtc(text)).toBe(utc);
});

test.each(["2026-11-01T10:00:00", "2026-11-01", "soonZ", ""])("%j is refused rather than guessed", (text) => {
  expect(() => toUtc(text)).toThrow(/has no time zone|is not a time/);
});

test("a time that is left out stays out", () => {
  expect([toUtcOrNull(null), toUtcOrNull(undefined), toUtcOrNull("")]).toEqual([null, null, null]);
});

test("five minutes before the hour, across midnight", () => {
  expect(minutesBefore("2026-11-01T00:02:00Z", 5)).toBe("2026-10-31T23:57:00.000Z");
});

test("the later of two times, whatever their zones", () => {
  expect(later("2026-11-01T10:00:00+02:00", "2026-11-01T09:00:00Z")).toBe("2026-11-01T09:00:00Z");
  expect(later(null, "2026-11-01T09:00:00Z")).toBe("2026-11-01T09:00:00Z");
});
