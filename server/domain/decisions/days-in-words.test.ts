import { expect, test } from "vitest";
import { daysInWords } from "./days-in-words.ts";

test.each([
  [44, "hours", null],
  [47.9, "hours", null],
  [48, "hours", "2 days"],
  [50, "hours", "about 2 days"],
  [54, "hours", "about 2.5 days"],
  [59, "hours", "about 2.5 days"],
  [60, "hours", "2.5 days"],
  [61, "hours", "about 2.5 days"],
  [70, "hours", "about 3 days"],
  [72, "hours", "3 days"],
  [240, "hours", "10 days"],
  [2_879, "minutes", null],
  [2_880, "minutes", "2 days"],
  [3_600, "minutes", "2.5 days"],
  [3_700, "minutes", "about 2.5 days"],
  [14_400, "minutes", "10 days"],
  [60, "days", null],
  [60, "holds", null],
  [60, null, null],
])("%s %s in days: %s", (value, unit, words) => {
  expect(daysInWords(value, unit)).toBe(words);
});
