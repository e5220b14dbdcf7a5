import { expect, test } from "vitest";
import { hoursByEvidence } from "./hours-by-evidence.ts";

const activity = (minutes: number, evidence: "timed" | "bounds" | "recorded", samples = 0) => ({
  touches: 10,
  minutes: { low: minutes / 2, point: minutes, high: 2 * minutes },
  evidence,
  samples,
  recordedMinutes: { touches: 0 },
});

test("hours are split by how each activity's minutes are known, and timed items are counted where they carry and where they are too few", () => {
  expect(
    hoursByEvidence([activity(60, "timed", 30), activity(20, "timed", 6), activity(100, "bounds", 2), activity(20, "recorded")]),
  ).toEqual({
    shares: { timed: 0.4, bounds: 0.5, recorded: 0.1 },
    timed: { items: 36, activities: 2, someRecorded: false },
    tooFew: { items: 2, activities: 1, someRecorded: false },
  });
});

test("activities that nobody touches, and a log without minutes, have no part in it", () => {
  const none = { items: 0, activities: 0, someRecorded: false };
  expect(hoursByEvidence([{ ...activity(5, "timed", 40), touches: 0 }])).toEqual({ shares: {}, timed: none, tooFew: none });
});
