import { expect, test } from "vitest";
import { frequencyMs } from "./frequency.ts";

test.each([
  ["every 1 minute", 60_000],
  ["every 5 minutes", 300_000],
  ["30 minutes", 1_800_000],
  ["every hour", 3_600_000],
  ["every half hour", 1_800_000],
  ["every day", 86_400_000],
  ["30s", 30_000],
  ["every 2h", 7_200_000],
])("%s is %i ms", (text, milliseconds) => {
  expect(frequencyMs(text)).toBe(milliseconds);
});

test.each(["often", "every", "5", ""])("%j is no frequency", (text) => {
  expect(frequencyMs(text)).toBeNull();
});
