import { expect, test } from "vitest";
import { atLocal, dayOf, minutesOfDay, weekdayOf } from "./calendar.ts";

const day = (text: string): number => Date.parse(text) / 86_400_000;

test("nine in the morning in New York is an hour later in UTC after the clocks go back", () => {
  expect(new Date(atLocal("America/New_York", day("2026-10-31"), 540)).toISOString()).toBe("2026-10-31T13:00:00.000Z");
  expect(new Date(atLocal("America/New_York", day("2026-11-02"), 540)).toISOString()).toBe("2026-11-02T14:00:00.000Z");
});

test("the day of the change has 25 hours", () => {
  const first = atLocal("America/New_York", day("2026-11-01"), 0);
  const next = atLocal("America/New_York", day("2026-11-02"), 0);
  expect((next - first) / 3_600_000).toBe(25);
});

test("an instant belongs to the day that the zone's own clock shows", () => {
  const late = Date.parse("2026-11-03T04:30:00Z");
  expect(dayOf("America/New_York", late)).toBe(day("2026-11-02"));
  expect(minutesOfDay("America/New_York", late)).toBe(23 * 60 + 30);
  expect(weekdayOf(day("2026-11-02"))).toBe(1);
});
