import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backfillStart } from "./backfill.js";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a first run goes back 90 days", () => {
  expect(backfillStart({})).toBe("2026-08-25T12:00:00.000Z");
});

test("the connection's metadata may say otherwise", () => {
  expect(backfillStart({ backfillFrom: "2026-11-01T00:00:00+02:00", timeZone: "Europe/Berlin" })).toBe("2026-10-31T22:00:00.000Z");
});

test.each([null, "text", { backfillFrom: 5 }, { backfillFrom: "yesterday" }])("%j says nothing usable, so 90 days it is", (metadata) => {
  expect(backfillStart(metadata)).toBe("2026-08-25T12:00:00.000Z");
});
