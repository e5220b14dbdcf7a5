import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import type { Decision, FactValue } from "./decision.ts";
import { inWords } from "./decision-table.ts";
import { leafOf, learnTree, roundBetween } from "./decision-tree.ts";
import { mineDecisions } from "./mine-decisions.ts";
import { wilsonLower } from "./wilson.ts";

type Facts = { orderValue: number; country: string; firstOrder: boolean; weightKg: number; note: FactValue };

/** Decisions by a rule, turned round with probability `noise`; weight and note never matter. */
function decided(count: number, noise: number, rule: (facts: Facts) => boolean, seed = 7): Decision[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const facts = {
      orderValue: Math.round(random() * 40_000) / 100,
      country: ["DE", "FR", "US", "CN"][Math.floor(random() * 4)]!,
      firstOrder: random() < 0.4,
      weightKg: Math.round(random() * 100) / 10,
      note: random() < 0.3 ? null : "gift",
    };
    const hold = rule(facts) !== random() < noise;
    return { facts, outcome: hold ? "hold" : "release" };
  });
}

const riskRule = ({ orderValue, country, firstOrder }: Facts) => orderValue > 250 && (country === "CN" || firstOrder);

describe("decisions by a rule", () => {
  test.each([0, 0.05, 0.1, 0.2])("with noise %d the score is (1 - noise) scaled by the majority, within 0.03", (noise) => {
    const mined = mineDecisions(decided(2000, noise, riskRule))!;
    const scaled = (1 - noise - mined.majority) / (1 - mined.majority);
    expect(Math.abs(mined.rulesBasedness.point - scaled)).toBeLessThanOrEqual(0.03);
    expect(mined.rulesBasedness.low).toBeLessThanOrEqual(scaled + 0.03);
  });

  test("the learned table names the true conditions and no others", () => {
    const mined = mineDecisions(decided(2000, 0.05, riskRule))!;
    const facts = new Set(mined.table.flatMap((row) => row.conditions.map(({ condition }) => condition.fact)));
    expect([...facts].sort()).toEqual(["country", "firstOrder", "orderValue"]);
    const holding = mined.table.filter((row) => row.outcome === "hold").map((row) => row.words);
    expect(holding.join("\n")).toMatch(/orderValue is above (24\d|25\d)/);
    expect(holding.join("\n")).toContain('country is "CN"');
  });

  test("two conditions that only matter together are found", () => {
    const mined = mineDecisions(decided(1500, 0, ({ country, firstOrder }) => (country === "US") !== firstOrder))!;
    expect(mined.accuracy).toBe(1);
  });

  test("that something is unknown can be the rule", () => {
    const mined = mineDecisions(decided(500, 0, ({ note }) => note === null))!;
    expect(mined.table.map((row) => row.words.replace(/ \(.*/, ""))).toEqual(["If note is known: release", "If note is unknown: hold"]);
  });
});

describe("decisions by a coin", () => {
  test.each([1, 2, 3, 4, 5])("score 0 within the interval (coin %d)", (seed) => {
    const mined = mineDecisions(decided(1000, 0.5, () => true, seed))!;
    expect(mined.rulesBasedness.low).toBeLessThanOrEqual(0);
    expect(mined.rulesBasedness.high).toBeGreaterThanOrEqual(0);
    expect(mined.rulesBasedness.point).toBeLessThan(0.05);
    expect(mined.automatableShare).toBe(0);
  });
});

describe("the automatable share", () => {
  test("is the part of the decisions in leaves that are sure to agree", () => {
    // Below 250 always released, above it a coin: about 62 % of the decisions are sure.
    const random = seededRandom(3);
    const mined = mineDecisions(decided(2000, 0, ({ orderValue }) => orderValue > 250 && random() < 0.5))!;
    const sure = mined.table.filter((row) => row.agreement >= 0.97).reduce((sum, row) => sum + row.decisions, 0) / 2000;
    expect(mined.automatableShare).toBeCloseTo(sure, 12);
    expect(mined.automatableShare).toBeGreaterThan(0.58);
    expect(mined.automatableShare).toBeLessThan(0.67);
  });

  test("needs enough decisions: 40 of 40 are not sure, 60 of 60 are", () => {
    // Wilson, one-sided 95 %: n / (n + 2.7055) is 0.937 for 40 and 0.957 for 60.
    expect(wilsonLower(40, 40)).toBeCloseTo(0.9366, 4);
    expect(wilsonLower(60, 60)).toBeCloseTo(0.9569, 4);
    expect(wilsonLower(0, 0)).toBe(0);
  });
});

test("too few decisions, or one outcome only, teach nothing", () => {
  expect(mineDecisions(decided(29, 0, riskRule))).toBeNull();
  expect(mineDecisions(decided(500, 0, () => true))).toBeNull();
});

test("the same decisions give the same answer", () => {
  const decisions = decided(300, 0.1, riskRule);
  expect(mineDecisions(decisions, 9)).toEqual(mineDecisions(decisions, 9));
});

test("a tree asks at most three questions on the way to a leaf", () => {
  const depth = (tree: ReturnType<typeof learnTree>): number => ("condition" in tree ? 1 + Math.max(depth(tree.yes), depth(tree.no)) : 0);
  const tree = learnTree(
    decided(3000, 0, ({ orderValue, weightKg, country, firstOrder }) => orderValue > 100 && weightKg > 3 && country !== "DE" && firstOrder),
  );
  expect(depth(tree)).toBe(3);
  expect(leafOf(tree, { orderValue: 1, weightKg: 1, country: "DE", firstOrder: false, note: null }).outcome).toBe("release");
});

test("limits on one fact are joined, and limits are round where the data leave room", () => {
  const limit = (value: number, expected: boolean) => ({
    condition: { fact: "orderValue", test: "at most" as const, limit: value },
    expected,
  });
  expect(inWords([limit(50, false), limit(200, true)])).toEqual(["orderValue is above 50 and at most 200"]);
  expect(roundBetween(99.87, 100.4)).toBe(100);
  expect(roundBetween(7, 8)).toBe(7);
});
