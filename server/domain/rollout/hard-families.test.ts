import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCertificate } from "./check-certificate.ts";
import { anItem, aPlan } from "./plan.fixture.ts";
import { toProblem } from "./problem.ts";
import { solve } from "./solve.ts";

type Instance = { effort: number[]; worth: number[]; before: number[][] };

/** Beyond this many sets the plain programme takes too long for a test. */
const MOST_SETS = 60_000;

/**
 * Least waiting by plain dynamic programming over all prerequisite-closed sets, without bounds or blocks; null when there are too many.
 * Shares no function with the search.
 */
function leastWaiting({ effort, worth, before }: Instance): number | null {
  const whole = effort.length;
  let layer = new Map([["", { built: new Set<number>(), day: 0, cost: 0 }]]);
  let sets = 1;
  for (let size = 0; size < whole; size += 1) {
    const next: typeof layer = new Map();
    for (const { built, day, cost } of layer.values())
      for (let item = 0; item < whole; item += 1) {
        if (built.has(item) || before[item]!.some((needed) => !built.has(needed))) continue;
        const grown = new Set([...built, item]);
        const key = [...grown].toSorted((a, b) => a - b).join();
        const end = day + effort[item]!;
        const total = cost + worth[item]! * end;
        if (total < (next.get(key)?.cost ?? Infinity)) next.set(key, { built: grown, day: end, cost: total });
      }
    layer = next;
    sets += layer.size;
    if (sets > MOST_SETS) return null;
  }
  return layer.values().next().value?.cost ?? 0;
}

type Shape = (count: number, draw: (below: number) => number) => number[][];
const none = (count: number): number[][] => Array.from({ length: count }, () => []);

const SHAPES: Record<string, { count: number; shape: Shape }> = {
  "three chains side by side": { count: 30, shape: (count) => none(count).map((_, item) => (item < 3 ? [] : [item - 3])) },
  "five chains side by side": { count: 20, shape: (count) => none(count).map((_, item) => (item < 5 ? [] : [item - 5])) },
  "a tree that opens out": {
    count: 20,
    shape: (count, draw) => none(count).map((_, item) => (item === 0 ? [] : [Math.max(0, item - 1 - draw(3))])),
  },
  "a tree that closes in": {
    count: 20,
    shape: (count, draw) => {
      const before = none(count);
      for (let item = 0; item < count - 1; item += 1) before[Math.min(count - 1, item + 1 + draw(3))]!.push(item);
      return before;
    },
  },
  "connectors shared by what they open": {
    count: 14,
    shape: (count, draw) =>
      none(count).map((_, item) => (item < count / 2 ? [] : [...new Set([draw(Math.floor(count / 2)), draw(Math.floor(count / 2))])])),
  },
  "layers that need half of the layer before": {
    count: 28,
    shape: (count, draw) =>
      none(count).map((_, item) => {
        const first = Math.floor(item / 4) * 4 - 4;
        return first < 0 ? [] : [0, 1, 2, 3].filter(() => draw(2) === 0).map((at) => first + at);
      }),
  },
  ...Object.fromEntries(
    [[5, 13] as const, [20, 20] as const, [50, 30] as const].map(([percent, count]) => [
      `any item before any later one in ${percent} %`,
      {
        count,
        shape: (size: number, draw: (below: number) => number) =>
          none(size).map((_, item) => Array.from({ length: item }, (__, other) => other).filter(() => draw(100) < percent)),
      },
    ]),
  ),
};

/** Efforts and values that make orders hard to tell apart, too: all alike, all of one rate, the richest behind the poorest. */
const NUMBERS: Record<string, (item: number, count: number, draw: (below: number) => number) => [number, number]> = {
  mixed: (_, __, draw) => [1 + draw(20), draw(50)],
  alike: (_, __, draw) => [4 + draw(3), 9 + draw(3)],
  "one rate": (_, __, draw) => {
    const days = 2 + 2 * draw(20);
    return [days, 3 * days];
  },
  "rich behind poor": (item, count) => [count + 1 - item, item + 1],
  "enablers first": (item, count, draw) => [1 + draw(20), item < count / 2 ? 0 : 1 + draw(60)],
};

describe.each(Object.entries(SHAPES))("%s", (_, { count, shape }) => {
  test("the order found is the best there is, its certificate is accepted", { timeout: 120_000 }, () => {
    let compared = 0;
    const draws = fc.record({ seed: fc.nat(0x7fffffff), numbers: fc.constantFrom(...Object.keys(NUMBERS)) });
    fc.assert(
      fc.property(draws, ({ seed, numbers }) => {
        let state = seed;
        const draw = (below: number) => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return Math.floor((state / 4_294_967_296) * below);
        };
        const before = shape(count, draw);
        const pairs = before.map((__, item) => NUMBERS[numbers]!(item, count, draw));
        const effort = pairs.map(([days]) => days);
        const worth = pairs.map(([, value]) => value);
        const best = leastWaiting({ effort, worth, before });
        if (best === null) return;
        compared += 1;
        const items = effort.map((effortDays, item) =>
          anItem(String(item), { effortDays, valuePerWeekMinor: worth[item]!, prerequisites: before[item]!.map(String) }),
        );
        const problem = toProblem(aPlan(items));
        const { total, proven, certificate } = solve(problem);
        expect({ cost: -total, proven, objection: checkCertificate(problem, certificate) }).toEqual({
          cost: best,
          proven: true,
          objection: null,
        });
      }),
      { seed: 7, numRuns: 12 },
    );
    expect(compared).toBeGreaterThan(6);
  });
});
