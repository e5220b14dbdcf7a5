import { expect, test } from "vitest";
import { calendarFeed } from "./calendar-feed.ts";

const feed = (title: string) =>
  calendarFeed({
    name: "Rollout",
    stampedAt: new Date("2026-03-30T08:05:01.234Z"),
    entries: [{ id: "one", title, detail: "", firstDay: "2026-03-30", lastDay: "2026-03-31" }],
  });

test("an entry of two days ends before the third, as calendars count whole days", () => {
  const lines = feed("Connect").split("\r\n");
  expect(lines).toContain("DTSTART;VALUE=DATE:20260330");
  expect(lines).toContain("DTEND;VALUE=DATE:20260401");
  expect(lines).toContain("DTSTAMP:20260330T080501Z");
  expect(lines.at(0)).toBe("BEGIN:VCALENDAR");
  expect(lines.slice(-2)).toEqual(["END:VCALENDAR", ""]);
});

test("commas, semicolons and line breaks of a title do not end its line", () => {
  expect(feed("a, b; c\\d\nEND:VEVENT")).toContain("SUMMARY:a\\, b\\; c\\\\d\\nEND:VEVENT\r\n");
});

test("lines are at most 75 bytes, and no character is cut in two", () => {
  const title = "Retouren prüfen und wieder einlagern – ".repeat(5);
  const text = feed(title);
  const bytes = text.split("\r\n").map((line) => new TextEncoder().encode(line).length);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(75);
  expect(text.replaceAll("\r\n ", "")).toContain(`SUMMARY:${title}`);
});
