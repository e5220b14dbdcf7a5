import { expect, test } from "vitest";
import { chartRows, cutPoints } from "./chart-data.ts";

test("a value that is not known stays null, so that the chart has a gap there", () => {
  expect(chartRows({ points: [{ label: "7 Sep", values: [21.4, null] }] })).toEqual([{ label: "7 Sep", s0: 21.4, s1: null }]);
});

test("what is cut off is said, and nothing is said where nothing is cut", () => {
  expect(cutPoints([9, 5, 2], 2, "pairs")).toEqual({ points: [9, 5], note: "Top 2 of 3 pairs." });
  expect(cutPoints([9, 5], 2, "pairs")).toEqual({ points: [9, 5], note: "" });
});
