import { expect, test } from "vitest";
import { addCounts, withExitCode } from "./step.ts";

test("the counts of all steps add up", () => {
  expect(
    addCounts([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 10, failed: 2, skipped: 0 },
    ]),
  ).toEqual({ passed: 13, failed: 2, skipped: 1 });
  expect(addCounts([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test("a runner that fails without a failing test counts as one failure, and a failure is not counted twice", () => {
  expect(withExitCode({ passed: 5, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  expect(withExitCode({ passed: 5, failed: 2, skipped: 0 }, 1).failed).toBe(2);
  expect(withExitCode({ passed: 5, failed: 0, skipped: 0 }, 0).failed).toBe(0);
});
