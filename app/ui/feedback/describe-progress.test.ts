import { describe, expect, test } from "vitest";
import { describeProgress } from "./describe-progress.ts";

describe("how far a job has come", () => {
  test("rows done, rate and time left: 27,600 rows at 3,100 a second take 9 seconds", () => {
    const told = describeProgress({ state: "running", done: 12_400, total: 40_000, elapsedSeconds: 4 }, "en-US");
    expect(told).toEqual({ share: 0.31, text: "12,400 of 40,000 rows, 3,100 a second, 9 s left" });
  });

  test("no rate in the first seconds, when it says more of the start than of the work", () => {
    expect(describeProgress({ state: "running", done: 100, total: 40_000, elapsedSeconds: 1 }, "en-US").text).toBe("100 of 40,000 rows");
  });

  test("without a total there is a rate and no time left", () => {
    const told = describeProgress({ state: "running", done: 30, total: null, elapsedSeconds: 60, one: "ticket", many: "tickets" }, "en-US");
    expect(told).toEqual({ share: null, text: "30 tickets, 30 a minute" });
  });

  test("more rows than were counted is full, not more than full", () => {
    expect(describeProgress({ state: "running", done: 12, total: 10, elapsedSeconds: 1 }, "en-US").share).toBe(1);
  });

  test("each end says what came of it", () => {
    expect(describeProgress({ state: "done", done: 1, total: 1, elapsedSeconds: 75 }, "en-US").text).toBe("1 row in 1 min 15 s");
    expect(describeProgress({ state: "failed", done: 812, total: 40_000, elapsedSeconds: 2 }, "en-US").text).toBe(
      "Stopped after 812 of 40,000 rows",
    );
    expect(describeProgress({ state: "cancelled", done: 5, total: null, elapsedSeconds: 2 }, "en-US").text).toBe(
      "Cancelled after 5 rows; what was done is kept",
    );
    expect(describeProgress({ state: "waiting", done: 0, total: null, elapsedSeconds: 0 }, "en-US").share).toBe(0);
  });
});
