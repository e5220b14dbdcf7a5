import { describe, expect, test } from "vitest";
import { formatCalendarDay, formatDateTime, formatDay, formatDuration, formatRelative } from "./format-date-time.ts";

const berlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
const at = (iso: string) => new Date(iso);

describe("times as text", () => {
  test("a day is that of the workspace's zone: 23:30 in London is tomorrow in Berlin", () => {
    expect(formatDay(at("2026-01-31T23:30:00Z"), berlin)).toBe("1 Feb 2026");
  });

  test("a day of the calendar is that day west of Greenwich too", () => {
    const newYork = { locale: "en-US", timeZone: "America/New_York" };
    expect(formatCalendarDay("2026-11-30", newYork)).toBe("Nov 30, 2026");
  });

  test("a full time names its zone", () => {
    expect(formatDateTime(at("2026-11-22T05:00:00Z"), berlin)).toBe("22 Nov 2026, 06:00 CET");
  });

  test("how long ago in the largest unit that is full, cut and not rounded", () => {
    const now = at("2026-11-22T12:00:00Z");
    expect(formatRelative(at("2026-11-22T11:59:30Z"), now, berlin)).toBe("just now");
    expect(formatRelative(at("2026-11-22T11:48:10Z"), now, berlin)).toBe("11 minutes ago");
    expect(formatRelative(at("2026-11-22T14:30:00Z"), now, berlin)).toBe("in 2 hours");
    expect(formatRelative(at("2026-11-21T11:00:00Z"), now, berlin)).toBe("yesterday");
  });

  test("a week or more away is a date", () => {
    expect(formatRelative(at("2026-11-15T12:00:00Z"), at("2026-11-22T12:00:00Z"), berlin)).toBe("15 Nov 2026");
  });

  test("a duration has two units at most and never runs backwards", () => {
    expect(formatDuration(8.4)).toBe("8 s");
    expect(formatDuration(200)).toBe("3 min 20 s");
    expect(formatDuration(7500)).toBe("2 h 5 min");
    expect(formatDuration(3600)).toBe("1 h");
    expect(formatDuration(-3)).toBe("0 s");
  });
});
