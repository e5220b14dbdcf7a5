import { expect, test } from "vitest";
import { prepareWeeks } from "./prepare-weeks.ts";

test("weeks stand beside what would have been, and what is not known is a gap", () => {
  const chart = prepareWeeks([
    { week: "2026-01-05", touches: 60, without: 260.4 },
    { week: "2026-01-12", touches: 40, without: null },
  ])!;
  expect(chart.data.points).toEqual([
    { label: "2026-01-05", values: [60, 260] },
    { label: "2026-01-12", values: [40, null] },
  ]);
  expect(chart.summary).toBe("In one week people touched cases 60 times; without it that would have been about 260.");
});

test("only the newest half year is drawn, and says so", () => {
  const weeks = Array.from({ length: 30 }, (_, at) => ({ week: `w${at}`, touches: 1, without: 2 }));
  const chart = prepareWeeks(weeks)!;
  expect(chart.data.points.map(({ label }) => label)).toEqual(weeks.slice(4).map(({ week }) => week));
  expect(chart.summary).toContain("The newest 26 of 30 weeks.");
});

test("weeks in which it did not act are gaps, and count for nothing", () => {
  const chart = prepareWeeks([
    { week: "2026-01-05", touches: 60, without: 260 },
    { week: "2026-01-26", touches: 40, without: 140 },
  ])!;
  expect(chart.data.points).toEqual([
    { label: "2026-01-05", values: [60, 260] },
    { label: "2026-01-12", values: [null, null] },
    { label: "2026-01-19", values: [null, null] },
    { label: "2026-01-26", values: [40, 140] },
  ]);
  expect(chart.summary).toBe("In 2 weeks people touched cases 100 times; without it that would have been about 400.");
});

test("without a week there is nothing to draw", () => {
  expect(prepareWeeks([])).toBeNull();
  expect(prepareWeeks([{ week: "w", touches: 3, without: null }])!.summary).toContain("not known yet");
});
