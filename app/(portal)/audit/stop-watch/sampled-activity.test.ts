import { expect, test } from "vitest";
import { wantedText, type SampledActivity } from "./sampled-activity.ts";

const activity = (change: Partial<SampledActivity>): SampledActivity => ({
  workflow: "returns",
  activity: "refund",
  touches: 148,
  meanMinutes: null,
  taken: 0,
  more: 30,
  basis: "beginning",
  ...change,
});

test.each([
  [{}, "Time 30 more items to begin with; after five it can be said how many it takes."],
  [{ taken: 12, more: 1, basis: "spread" as const }, "Time 1 more item for ±10 %, going by the spread of the 12 so far."],
  [{ taken: 40, more: 0, basis: "spread" as const }, "Known to within 10 %: no more are needed."],
  [{ touches: 1, taken: 1, more: 0 }, "Every touch of it has been timed."],
  [{ touches: null, taken: 3 }, "Leaves no trace in the log: counted as timed touches only."],
])("%j", (change, text) => {
  expect(wantedText(activity(change), 10, "en-US")).toBe(text);
});
