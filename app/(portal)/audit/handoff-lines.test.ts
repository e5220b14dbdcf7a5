import { expect, test } from "vitest";
import { handoffLines } from "./handoff-lines.ts";

test("both directions between two teams are one line, the longest waiting first", () => {
  const lines = handoffLines(
    [
      { from: "fulfilment", to: "customer service", count: 3, waitingHours: 10 },
      { from: "customer service", to: "fulfilment", count: 5, waitingHours: 30 },
      { from: "customer service", to: "purchasing", count: 9, waitingHours: 8 },
    ],
    2,
  );
  expect(lines).toEqual([
    { one: "customer service", other: "fulfilment", count: 8, waitingHoursAWeek: 20 },
    { one: "customer service", other: "purchasing", count: 9, waitingHoursAWeek: 4 },
  ]);
  expect(handoffLines([], 2)).toEqual([]);
});
