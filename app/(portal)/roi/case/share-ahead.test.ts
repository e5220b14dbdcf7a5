import { expect, test } from "vitest";
import { shareAhead } from "./share-ahead.ts";

test("draws are compared pair by pair; a tie is not ahead", () => {
  expect(shareAhead(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 2, 4, 3))).toBe(0.5);
  expect(() => shareAhead(Float64Array.of(1), Float64Array.of(1, 2))).toThrow("cannot be compared");
});
