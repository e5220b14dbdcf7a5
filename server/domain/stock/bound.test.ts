import { expect, test } from "vitest";
import { convergenceBoundMs, effectMs } from "./bound.ts";

const MINUTE_MS = 60_000;

test("an effect that fails twice takes three tries and the waits between them: 3 x 10 s + 15 s + 30 s", () => {
  expect(effectMs({ triedMs: 10_000, failures: 2 })).toBe(75_000);
});

test("seen within five minutes, decided within one, done within one: 2 x 6 + 3 x 1 minutes", () => {
  const delays = { seenMs: 5 * MINUTE_MS, decidedMs: MINUTE_MS, triedMs: MINUTE_MS, failures: 0 };
  expect(convergenceBoundMs(delays)).toBe(15 * MINUTE_MS);
});

test("without end of failures a person is asked, and there is no bound", () => {
  expect(convergenceBoundMs({ seenMs: 1, decidedMs: 1, triedMs: 1, failures: 12 })).toBeNull();
});
