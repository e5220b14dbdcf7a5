import { expect, test } from "vitest";
import { regretOf, totalRegret } from "./regret.ts";

const post = { outcome: "post", costMinor: 500, keepsPromise: false };
const ground = { outcome: "ground", costMinor: 800, keepsPromise: true };
const air = { outcome: "air", costMinor: 2_000, keepsPromise: true };

test("regret is against the cheapest that keeps the promise, whatever is cheaper and breaks it", () => {
  expect(regretOf([air, post, ground], "air")).toEqual({ minor: 1_200, best: "ground", keepsPromise: true });
  expect(regretOf([air, post, ground], "ground")).toEqual({ minor: 0, best: "ground", keepsPromise: true });
  expect(regretOf([air, post, ground], "post")).toEqual({ minor: -300, best: "ground", keepsPromise: false });
});

test("it is not known without the price of what was chosen, or where nothing keeps the promise", () => {
  expect(regretOf([ground], "air")).toBeNull();
  expect(regretOf([post], "post")).toBeNull();
  expect(regretOf([], "post")).toBeNull();
});

test("sums over the decisions where both sides are known; a promise that is broken saves nothing", () => {
  const all = [post, ground, air];
  const pairs = [
    { rules: regretOf(all, "ground"), people: regretOf(all, "air") },
    { rules: regretOf(all, "post"), people: regretOf(all, "ground") },
    { rules: regretOf(all, "van"), people: regretOf(all, "air") },
  ];
  expect(totalRegret(pairs)).toEqual({ decisions: 2, rulesMinor: 0, peopleMinor: 1_200, rulesBroke: 1, peopleBroke: 0 });
  expect(totalRegret(pairs.slice(2))).toBeNull();
});
