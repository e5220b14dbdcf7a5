import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import { decide } from "./decide.ts";
import type { Condition, Decision } from "./decision.ts";
import { leafOf, learnTree, type Leaf, type Tree } from "./decision-tree.ts";
import { FACTS, OUTCOMES } from "#tests/decisions/some-rule-table.ts";
import { ruleTableProblems } from "./rule-table-problems.ts";
import { MOST_REASON, NEEDS_PERSON } from "./rule-table.ts";
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
    const table = tableFromMining(tree, FACTS, OUTCOME_OF, { isSure: () => true });
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
  expect(asking[0]!.reason).toMatch(/^Where .*order total.* people did not surely agree: ".* hold" \d+ times, ".* hold" \d+ times\.$/);
  expect(rows.some(({ outcome }) => outcome === "release")).toBe(true);
});

test("an activity that the playbook does not do asks a person", () => {
  const decisions = decided(200, 0, ({ orderTotal }) => Number(orderTotal) > 150, 2);
  const { rows } = tableFromMining(learnTree(decisions), FACTS, new Map([["release hold", "release"]]));
  expect(rows.map(({ outcome, reason }) => [outcome, reason.replaceAll(/\d+ times/g, "n times")])).toEqual([
    [NEEDS_PERSON, 'Where order total is unknown, there are too few cases to be sure: "release hold" n times.'],
    ["release", expect.stringContaining('people chose "release hold" in')],
    [NEEDS_PERSON, expect.stringMatching(/above 150, people chose: "place hold" n times. The playbook does not do this.$/)],
  ]);
});

test("a tree that asks for another fact is a mistake of the caller", () => {
  const decisions = decided(200, 0, ({ orderTotal }) => Number(orderTotal) > 150, 2);
  expect(() => tableFromMining(learnTree(decisions), FACTS.slice(1), OUTCOME_OF)).toThrow("asks for orderTotal");
});

test("what all the cases have in common stands in every row and in its reason", () => {
  const decisions = decided(400, 0, () => false, 3);
  const within = [{ fact: "country", test: "is", value: "DE" } as const, { fact: "note", test: "is unknown" } as const];
  const { rows } = tableFromMining(learnTree(decisions), FACTS, OUTCOME_OF, { within });
  expect(rows).toEqual([
    {
      id: "mined-1",
      when: { country: { test: "is", values: ["DE"] }, note: { test: "unknown" } },
      outcome: "release",
      reason: expect.stringMatching(/^Where .*is "DE" and .*is unknown, people chose "release hold" in 400 of 400 cases\.$/),
    },
  ]);
});

describe("the reason of a row", () => {
  const leaf = (counts: Record<string, number>): Leaf => ({ outcome: Object.keys(counts)[0]!, counts });
  const asked = (condition: Condition, yes: Tree, no: Tree): Tree => ({ condition, yes, no });
  const titles = new Map([
    ["release hold", "Release the hold"],
    ["place hold", "Hold the order"],
  ]);
  const reasons = (tree: Tree) => tableFromMining(tree, FACTS, OUTCOME_OF, { titles }).rows.map(({ reason }) => reason);

  test("calls outcomes as people do, and counts in their words", () => {
    expect(reasons(leaf({ "release hold": 3, "place hold": 2, cancel: 1 }))).toEqual([
      'Always people did not surely agree: "Release the hold" 3 times, "Hold the order" twice, "cancel" once.',
    ]);
    expect(reasons(leaf({ "release hold": 400 }))).toEqual(['Always people chose "Release the hold" in 400 of 400 cases.']);
  });

  test("says all of one fact in one part", () => {
    const held = leaf({ "place hold": 400 });
    const notes = (value: string, no: Tree) => asked({ fact: "note", test: "is", value }, held, no);
    const tree = asked({ fact: "note", test: "is unknown" }, held, notes("gift", notes("call_first", held)));
    expect(reasons(tree).map((reason) => reason.replace(/, people chose .*/, ""))).toEqual([
      "Where note is unknown",
      'Where note is "gift"',
      'Where note is "call first"',
      'Where note is known and not "gift" or "call first"',
    ]);
  });

  test("says yes and no of what is true or false, and joins limits", () => {
    const held = leaf({ "place hold": 400 });
    const first = asked({ fact: "firstOrder", test: "is", value: "true" }, held, held);
    const tree = asked(
      { fact: "orderTotal", test: "is unknown" },
      held,
      asked({ fact: "orderTotal", test: "at most", limit: 50 }, first, held),
    );
    expect(reasons(tree).map((reason) => reason.replace(/, people chose .*/, ""))).toEqual([
      "Where order total is unknown",
      "Where order total is at most 50 and first order is yes",
      "Where order total is at most 50 and first order is not yes",
      "Where order total is known and above 50",
    ]);
  });

  test("is short enough to be kept, however much people differ", () => {
    const within = [{ fact: "note", test: "is", value: "very ".repeat(60) } as const];
    const [row] = tableFromMining(leaf({ "release hold": 400 }), FACTS, OUTCOME_OF, { within, titles }).rows;
    expect(row!.reason.length).toBeLessThanOrEqual(MOST_REASON);
    const long = { ...within[0]!, value: "x".repeat(MOST_REASON) };
    const [short] = tableFromMining(leaf({ "release hold": 400 }), FACTS, OUTCOME_OF, { within: [long], titles }).rows;
    expect(short!.reason).toBe('In such cases people chose "Release the hold" in 400 of 400 cases.');
    const many = leaf(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`activity number ${at}`, 2])));
    expect(reasons(many)[0]!.length).toBeLessThanOrEqual(MOST_REASON);
  });
});

describe("a fact that is not known", () => {
  const shown = (count: number, rule: keyof typeof RULES, seed: number, isKnown: (facts: Decision["facts"]) => boolean) =>
    decided(count, 0, RULES[rule]!, seed).filter(({ facts }) => isKnown(facts));
  const outcomesOf = (table: ReturnType<typeof tableFromMining>, cases: readonly Decision[]) =>
    new Set(cases.map(({ facts }) => decide(table, facts)).map((answer) => (answer.kind === "row" ? answer.row.outcome : answer.kind)));

  test.each([1, 2, 3])("leaves to a person what people never decided without it (seed %i)", (seed) => {
    const isKnown = ({ orderTotal, country }: Decision["facts"]) => orderTotal !== null && country !== null;
    const seen = shown(1200, "two limits", seed, isKnown);
    const table = tableFromMining(learnTree(seen), FACTS, OUTCOME_OF, { seen });
    const without = decided(600, 0, RULES["two limits"]!, seed + 50).filter(({ facts }) => facts["orderTotal"] === null);
    expect(outcomesOf(table, without)).toEqual(new Set([NEEDS_PERSON]));
    const known = shown(600, "two limits", seed + 50, isKnown);
    expect([...outcomesOf(table, known)]).toEqual(expect.arrayContaining(["release", "hold"]));
    expect(table.rows.some(({ reason }) => reason.includes("order total is unknown, too few such cases"))).toBe(true);
  });

  test.each([1, 2, 3])("is decided on where people were seen to decide without it (seed %i)", (seed) => {
    const seen = shown(2400, "a fact that is unknown", seed, ({ orderTotal }) => orderTotal !== null);
    const tree = learnTree(seen);
    const table = tableFromMining(tree, FACTS, OUTCOME_OF, { seen });
    const without = shown(600, "a fact that is unknown", seed + 50, ({ country, orderTotal }) => country === null && orderTotal !== null);
    expect(outcomesOf(table, without)).toEqual(new Set(["hold"]));
  });

  test("never makes rows act that would not have acted without such a look, and changes nothing where all is known", () => {
    for (const [seed, rule] of Object.keys(RULES).entries()) {
      const seen = shown(1500, rule, seed + 1, ({ firstOrder }) => firstOrder !== null);
      const tree = learnTree(seen);
      const [plain, careful] = [tableFromMining(tree, FACTS, OUTCOME_OF), tableFromMining(tree, FACTS, OUTCOME_OF, { seen })];
      for (const { facts } of decided(500, 0, RULES[rule]!, seed + 90)) {
        const [was, is] = [plain, careful]
          .map((table) => decide(table, facts))
          .map((answer) => (answer.kind === "row" ? answer.row.outcome : ""));
        const isKnown = Object.values(facts).every((value) => value !== null);
        expect(is === was || (!isKnown && is === NEEDS_PERSON)).toBe(true);
      }
    }
  });
});
