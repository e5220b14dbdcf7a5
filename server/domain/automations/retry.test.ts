import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorClassOf, waitBeforeRetry, type ErrorClass, type FailedCall } from "./retry.ts";

const failed = (given: Partial<FailedCall>) => errorClassOf({ status: null, code: null, vendorStatus: null, refusal: null, ...given });
const CLASSES: readonly ErrorClass[] = ["refused", "value", "connection", "rate limit", "outage", "late"];

describe("what went wrong", () => {
  test.each<[string, Partial<FailedCall>, ErrorClass]>([
    ["nobody answers", {}, "outage"],
    ["the vendor breaks", { status: 424, code: "script_http_error", vendorStatus: 503 }, "outage"],
    ["the vendor gives up waiting: it may have been done", { status: 424, vendorStatus: 408 }, "outage"],
    ["the function breaks", { status: 500, code: "script_internal_error" }, "outage"],
    ["the vendor has too many calls", { status: 424, vendorStatus: 429 }, "rate limit"],
    ["Nango has too many calls", { status: 429 }, "rate limit"],
    ["our own action says so", { status: 500, refusal: "throttled" }, "rate limit"],
    ["the vendor knows the token no more", { status: 424, vendorStatus: 401 }, "connection"],
    ["a scope is missing", { status: 500, refusal: "no_access" }, "connection"],
    ["Nango cannot refresh", { status: 424, code: "invalid_credentials" }, "connection"],
    ["Nango knows no such connection", { status: 400, code: "unknown_connection" }, "connection"],
    ["the vendor finds the input wrong", { status: 424, vendorStatus: 422 }, "value"],
    ["our own action finds the input wrong", { status: 500, refusal: "invalid" }, "value"],
    ["the pack has no such action", { status: 404 }, "value"],
    ["its time was over before it was sent", { status: 500, refusal: "too_late" }, "late"],
    ["the record was changed", { status: 500, refusal: "conflict" }, "refused"],
    ["the record is gone", { status: 500, refusal: "not_found" }, "refused"],
  ])("%s", (_what, given, expected) => {
    expect(failed(given)).toBe(expected);
  });
});

describe("when it is tried again", () => {
  test("after an outage in 15 s, 30 s, a minute, at most half an hour, and not a thirteenth time", () => {
    expect([1, 2, 3, 8, 11].map((tries) => waitBeforeRetry("outage", tries))).toEqual([15_000, 30_000, 60_000, 1_800_000, 1_800_000]);
    expect(waitBeforeRetry("outage", 12)).toBeNull();
  });

  test("what was too late, as after an outage", () => {
    expect([1, 11, 12].map((tries) => waitBeforeRetry("late", tries))).toEqual([15_000, 1_800_000, null]);
  });

  test("what was refused, or is wrong, never by itself", () => {
    expect([waitBeforeRetry("refused", 1), waitBeforeRetry("value", 1)]).toEqual([null, null]);
  });

  test("when the vendor says so: a rate limit just then, an outage no sooner", () => {
    expect(waitBeforeRetry("rate limit", 5, 7_000)).toBe(7_000);
    expect(waitBeforeRetry("rate limit", 5, 0)).toBe(1_000);
    expect(waitBeforeRetry("outage", 1, 7_000)).toBe(15_000);
    expect(waitBeforeRetry("outage", 1, 90_000)).toBe(90_000);
  });

  test("waits are between a second and a day, never shorter than the one before, and come to an end", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CLASSES), fc.option(fc.nat({ max: 1e10 })), (errorClass, retryAfterMs) => {
        let before = 0;
        let tries = 1;
        for (; tries <= 100; tries += 1) {
          const wait = waitBeforeRetry(errorClass, tries, retryAfterMs);
          if (wait === null) break;
          expect(wait).toBeGreaterThanOrEqual(Math.max(1_000, before));
          expect(wait).toBeLessThanOrEqual(86_400_000);
          before = wait;
        }
        expect(tries).toBeLessThanOrEqual(30);
      }),
      { seed: 4 },
    );
  });
});
