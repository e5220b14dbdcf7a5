import { describe, expect, test } from "vitest";
import { elasticityInWords, rankInWords, touchesInWords, whyNoRule } from "./workflow-words.ts";

const table = (...touches: [day: number, hour: number, count: number][]) => {
  const rows = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const [day, hour, count] of touches) rows[day]![hour] = count;
  return rows;
};

describe("touches in words", () => {
  test("name the fullest hour and what lies outside of usual hours", () => {
    expect(touchesInWords(table([0, 9, 4], [4, 13, 7], [5, 10, 2], [1, 23, 1]), "en-US")).toBe(
      "The busiest hour is Friday from 13:00: 7 of 14 touches. 3 of 14 are on weekends or between 22:00 and 6:00.",
    );
    expect(touchesInWords(table([2, 8, 3_000]), "en-US")).toBe(
      "The busiest hour is Wednesday from 08:00: 3,000 of 3,000 touches. None are on weekends or at night.",
    );
  });
  test("say so when there are none", () => expect(touchesInWords(table(), "en-US")).toBe("Nobody touches this workflow."));
});

test("a rank is told with its range and the ranks under other weights", () => {
  const ranks = [
    { workflow: "returns", ranks: { score: 1, drag: 2, hours: 3, touches: 1, rework: 4 } },
    { workflow: "orders", ranks: { score: 2, drag: 1, hours: 1, touches: 2, rework: 1 } },
  ];
  expect(rankInWords({ rankRanges: [{ workflow: "returns", low: 1, high: 3, first: 0.572 }], ranks }, "returns")).toEqual([
    "As far as its figures are known it stands between place 1 and 3 in nine of ten draws, and first in 57 % of them.",
    "By drag alone it would be number 2, by hours 3, by touches 1, by work done again by hand 4.",
  ]);
  expect(rankInWords({ rankRanges: [], ranks: [] }, "returns")).toEqual([]);
  // With no other beside it there is no place to tell.
  const alone = { rankRanges: [{ workflow: "returns", low: 1, high: 1, first: 1 }], ranks: ranks.slice(0, 1) };
  expect(rankInWords(alone, "returns")).toEqual([]);
});

test.each([
  [0.8, 1, 1.2, "the work grows with the volume"],
  [-0.1, 0.1, 0.3, "the work hardly grows with the volume"],
  [0.1, 0.6, 1.1, "whether the work grows with the volume cannot be told yet"],
])("an elasticity of %d to %d to %d: %s", (low, point, high, meaning) => {
  expect(elasticityInWords({ elasticity: { low, point, high }, periods: 8 })).toContain(meaning);
});

test("why no rule is shown is said for each cause", () => {
  const decisions = { outcomes: ["approve", "decline"], facts: null, decided: 40, withFacts: true, mining: null };
  expect(whyNoRule(null)).toMatch(/^It is not defined/);
  expect(whyNoRule({ ...decisions, decided: 0 })).toMatch(/^None of the outcomes/);
  expect(whyNoRule({ ...decisions, withFacts: false })).toMatch(/^People decided 40 times, but the log/);
  expect(whyNoRule(decisions)).toMatch(/^People decided 40 times. At least 30/);
  const mining = { majority: 0.5, accuracy: 0.9, rulesBasedness: { low: 0, point: 0.8, high: 1 }, automatableShare: 0.4, table: [] };
  expect(whyNoRule({ ...decisions, mining })).toBeNull();
});
