import { describe, expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import type { Decision } from "./decision.ts";
import { agreedIn, leafOf, leavesIn, learnTree, learnTwofold, type Twofold } from "./decision-tree.ts";

const twofold: Twofold = {
  partsOf(outcome) {
    const [group, priority] = outcome.split(", ");
    return group === undefined || priority === undefined ? null : [group, priority];
  },
  join: (group, priority) => `${group}, ${priority}`,
};

/** A group by the language and a priority by whether a customer is a VIP and how long it takes; of a hundred cases two are both rare. */
function decided(count: number, seed: number, noise = 0): Decision[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const facts = { language: random() < 0.12 ? "de" : "en", vip: random() < 0.15, days: Math.floor(random() * 12), twice: random() < 0.1 };
    const priority = facts.vip || facts.days >= 6 ? "high" : "normal";
    const group = facts.language === "en" && random() >= noise ? "orders" : "languages";
    return { facts, outcome: facts.twice ? "merge" : `${group}, ${priority}` };
  });
}

describe("outcomes of two choices", () => {
  test.each([1, 2, 3, 4])("are learned from few cases of both together, which one tree does not find (seed %i)", (seed) => {
    const learned = decided(120, seed);
    const later = decided(2_000, seed + 100);
    const right = (tree: ReturnType<typeof learnTree>) =>
      later.filter(({ facts, outcome }) => leafOf(tree, facts).outcome === outcome).length;
    expect(right(learnTwofold(learned, twofold, 5))).toBe(later.length);
    expect(right(learnTree(learned, 5))).toBeLessThan(later.length);
  });

  test.each([1, 2, 3])("are counted whole in each leaf, by its own cases (seed %i)", (seed) => {
    const learned = decided(300, seed, 0.05);
    const tree = learnTwofold(learned, twofold, 5);
    expect(leavesIn(tree).reduce((sum, leaf) => sum + agreedIn(leaf).decisions, 0)).toBe(learned.length);
    const agreed = learned.filter(({ facts, outcome }) => leafOf(tree, facts).outcome === outcome).length;
    expect(leavesIn(tree).reduce((sum, leaf) => sum + agreedIn(leaf).agreed, 0)).toBe(agreed);
    expect(agreed / learned.length).toBeGreaterThan(0.9);
  });

  test("no question is asked twice on one way, so that each row of a table can be met", () => {
    const waysOf = (tree: ReturnType<typeof learnTree>, way: string[] = []): string[][] =>
      "condition" in tree ? [tree.yes, tree.no].flatMap((side) => waysOf(side, [...way, JSON.stringify(tree.condition)])) : [way];
    for (const way of waysOf(learnTwofold(decided(400, 7, 0.05), twofold, 5))) expect(new Set(way).size).toBe(way.length);
  });

  test("where no outcome is made up of two, it is the tree of one", () => {
    const single = decided(200, 5).map(({ facts, outcome }) => ({ facts, outcome: outcome.replace(", ", " ") }));
    expect(learnTwofold(single, twofold, 5)).toEqual(learnTree(single, 5));
  });
});
