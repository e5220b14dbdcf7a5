import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { leafOf, learnTree } from "./decision-tree.ts";
import { FACTS, OUTCOMES } from "#tests/decisions/some-rule-table.ts";
import { ruleTableProblems } from "./rule-table-problems.ts";
import { NEEDS_PERSON } from "./rule-table.ts";
import { tableFromMining } from "./table-from-mining.ts";

const OUTCOME_OF = new Map([
  ["release hold", "release"],
  ["place hold", "hold"],
]);

/** Decisions by a rule, turned round with probability `noise`; each fact is unknown in one case of eight. */
function decided(count: number, noise: number, holds: (facts: Decision["facts"]) => boolean, seed: number): Decision[] {
  const random = seededRandom(seed);
  const maybe = <T>(value: T) => (random() < 1 / 8 ? null : value);
  return Array.from({ length: count }, () => {
    const facts = {
      orderTotal: maybe(Math.round(random() * 300)),
      country: maybe(["DE", "FR", "US"][Math.floor(random() * 3)]!),
      firstOrder: maybe(random() < 0.4),
      note: maybe(random() < 0.5 ? "gift" : ""),
    };
    return { facts, outcome: holds(facts) !== random() < noise ? "place hold" : "release hold" };
  });
}

const RULES: Record<string, (facts: Decision["facts"]) => boolean> = {
  "two limits": ({ orderTotal }) => Number(orderTotal) > 100 && Number(orderTotal) <= 200,
  "a fact that is unknown": ({ country, orderTotal }) => country === null || Number(orderTotal) > 250,
  "facts that only matter together": ({ country, firstOrder }) => (country === "US") !== (firstOrder === true),
  nothing: () => false,
};

describe("the draft decides each case as the learned tree does", () => {
  test.each(Object.keys(RULES).flatMap((rule) => [1, 2, 3].map((seed) => [rule, seed] as const)))("by %s (seed %i)", (rule, seed) => {
    const decisions = decided(800, 0.03, RULES[rule]!, seed);
    const tree = learnTree(decisions);
    const table = tableFromMining(tree, FACTS, OUTCOME_OF, () => true);
    for (const { facts } of decided(500, 0.5, RULES[rule]!, seed + 100)) {
      const answer = decide(table, facts);
      expect(answer.kind === "row" ? answer.row.outcome : answer.kind).toBe(OUTCOME_OF.get(leafOf(tree, facts).outcome));
    }
    const problems = ruleTableProblems(table, FACTS, OUTCOMES);
    expect(problems.filter(({ weight, kind }) => weight !== "note" || kind === "gap")).toEqual([]);
  });
});

test("where people do not surely agree the draft asks a person, and says how they decided", () => {
  // Above 150 a coin decides; 1,000 decisions, so that the other rows are sure.
  const random = seededRandom(4);
  const decisions = decided(1000, 0, ({ orderTotal }) => Number(orderTotal) > 150 && random() < 0.5, 9);
  const { rows } = tableFromMining(learnTree(decisions), FACTS, OUTCOME_OF);
  const asking = rows.filter(({ outcome }) => outcome === NEEDS_PERSON);
  expect(asking.length).toBeGreaterThan(0);
  expect(asking[0]!.reason).toMatch(/^Where .*order total.* people did not surely agree: .* hold \d+ times, .* hold \d+ times\.$/);
  expect(rows.some(({ outcome }) => outcome === "release")).toBe(true);
});

test("an activity that the playbook does not do asks a person", () => {
  const decisions = decided(200, 0, ({ orderTotal }) => Number(orderTotal) > 150, 2);
  const { rows } = tableFromMining(learnTree(decisions), FACTS, new Map([["release hold", "release"]]));
  expect(rows.map(({ outcome, reason }) => [outcome, reason.replaceAll(/\d+ times/g, "n times")])).toEqual([
    [NEEDS_PERSON, "Where order total is unknown there are too few cases to be sure: release hold n times."],
    ["release", expect.stringContaining("people chose release hold in")],
    [NEEDS_PERSON, expect.stringMatching(/above 150 people chose: place hold n times. The playbook does not do this.$/)],
  ]);
});

test("a tree that asks for another fact is a mistake of the caller", () => {
  const decisions = decided(200, 0, ({ orderTotal }) => Number(orderTotal) > 150, 2);
  expect(() => tableFromMining(learnTree(decisions), FACTS.slice(1), OUTCOME_OF)).toThrow("asks for orderTotal");
});

test("what all the cases have in common stands in every row and in its reason", () => {
  const decisions = decided(400, 0, () => false, 3);
  const within = [{ fact: "country", test: "is", value: "DE" } as const, { fact: "note", test: "is unknown" } as const];
  const { rows } = tableFromMining(learnTree(decisions), FACTS, OUTCOME_OF, undefined, within);
  expect(rows).toEqual([
    {
      id: "mined-1",
      when: { country: { test: "is", values: ["DE"] }, note: { test: "unknown" } },
      outcome: "release",
      reason: expect.stringMatching(/^Where .*is DE and .*is unknown people chose release hold in 400 of 400 cases\.$/),
    },
  ]);
});
