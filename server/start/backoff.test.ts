import { expect, test } from "vitest";
import { createBackoff } from "./backoff.ts";

test("a process that keeps dying is tried five times, waiting twice as long each time, and then given up", () => {
  const backoff = createBackoff();
  const waits = Array.from({ length: 6 }, () => backoff.next(100));
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, undefined]);
});

test("a process that had run for a minute starts over with the count", () => {
  const backoff = createBackoff();
  backoff.next(100);
  backoff.next(100);
  expect(backoff.next(60_000)).toBe(250);
  expect(backoff.tries()).toBe(1);
});
