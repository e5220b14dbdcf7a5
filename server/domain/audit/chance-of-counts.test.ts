import { expect, test } from "vitest";
import { withChanceOfCounts } from "./chance-of-counts.ts";

const exactly = (point: number) => ({ low: point, point, high: point });

test("a hundred touches may as well have been 85 or 118: a tenth more or less is chance", () => {
  // 100 + 1.353 +- 1.645 x sqrt(100 + 0.676) = 84.85 to 117.86, of six minutes each.
  const range = withChanceOfCounts({ range: exactly(10), touches: 100 }, { range: exactly(11), touches: 110 });
  expect(range.low).toBeCloseTo(8.485, 3);
  expect(range.high).toBeCloseTo(11.786, 3);
});

test("where nothing was touched there may have been two or three, each as long as those of the other side", () => {
  const range = withChanceOfCounts({ range: exactly(0), touches: 0 }, { range: exactly(5), touches: 10 });
  expect(range.low).toBe(0);
  expect(range.high).toBeCloseTo(2.7055 / 2, 3);
  const nothing = { range: exactly(0), touches: 0 };
  expect(withChanceOfCounts(nothing, nothing)).toEqual(exactly(0));
});

test("a range that is wide already hardly grows, and never narrows", () => {
  const { low, high } = withChanceOfCounts({ range: { low: 4, point: 10, high: 25 }, touches: 400 }, { range: exactly(1), touches: 1 });
  expect(low).toBeGreaterThan(3.9);
  expect(low).toBeLessThan(4);
  expect(high).toBeGreaterThan(25);
  expect(high).toBeLessThan(25.1);
});
