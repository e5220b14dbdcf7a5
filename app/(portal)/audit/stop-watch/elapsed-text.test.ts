import { expect, test } from "vitest";
import { elapsedText } from "./elapsed-text.ts";

test.each([
  [0, "0:00"],
  [7_999, "0:07"],
  [750_000, "12:30"],
  [3_723_000, "1:02:03"],
  [90_000_000, "25:00:00"],
  [-400, "0:00"],
])("%d ms are shown as %s", (ms, text) => {
  expect(elapsedText(ms)).toBe(text);
});
