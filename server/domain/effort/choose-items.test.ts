import { describe, expect, test } from "vitest";
import { ACTOR_OR_ENABLING_GAP, ENABLING_GAP, FEATURES, OVERNIGHT, QUIET_HOUR, SHORTEST_GAP } from "./auxiliary.ts";
import { candidateOf, chooseItems, likelySize } from "./choose-items.ts";
import { estimateMinutes } from "./estimate-minutes.ts";
import { seededRandom } from "./random.ts";

const ofSizes = (sizes: readonly number[]) => sizes.map((size) => ({ size, spread: 0, after: -1 }));

describe("items to time", () => {
  test("are chosen in proportion to their size; one that is larger than its share of the sum is certain", () => {
    // Two of 1, 1, 2, 12, mean 4: four fifths of the size and a fifth of the mean are 1.6, 1.6, 2.4, 10.4. The last is certain, the other
    // place is shared 2 : 2 : 3.
    const chosen = chooseItems(ofSizes([1, 1, 2, 12]), 2, () => 0.9);
    expect(chosen.map(({ item }) => item)).toEqual([2, 3]);
    expect(chosen[0]!.chance).toBeCloseTo(3 / 7, 12);
    expect(chosen[1]!.chance).toBe(1);
    expect(chooseItems(ofSizes([1, 1, 2, 12]), 2, () => 0.1)[0]!.item).toBe(0);
    expect(chooseItems(ofSizes([1, 1, 2, 12]), 2, () => 0.1)[0]!.chance).toBeCloseTo(2 / 7, 12);
  });

  test("are as many as wanted and each once, or all when there are no more", () => {
    const random = seededRandom(3);
    for (let round = 0; round < 200; round += 1) {
      const sizes = Array.from({ length: 40 }, () => 0.1 + 10 * random() ** 4);
      const chosen = chooseItems(ofSizes(sizes), 30, random);
      expect(new Set(chosen.map(({ item }) => item)).size).toBe(30);
    }
    expect(chooseItems(ofSizes([5, 1]), 30, random)).toEqual([
      { item: 0, chance: 1 },
      { item: 1, chance: 1 },
    ]);
  });

  test("are chosen as often as their chance says", () => {
    const random = seededRandom(5);
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8];
    const times = sizes.map(() => 0);
    for (let round = 0; round < 4000; round += 1) for (const { item } of chooseItems(ofSizes(sizes), 3, random)) times[item]! += 1;
    for (const [item, size] of sizes.entries()) expect(times[item]! / 4000).toBeCloseTo((3 * (0.8 * size + 0.2 * 4.5)) / 36, 1);
  });

  test("are as large as the geometric mean of the two gaps and three minutes", () => {
    const features = new Float64Array(FEATURES);
    features[ENABLING_GAP] = 97 * 60;
    features[ACTOR_OR_ENABLING_GAP] = 60;
    expect(likelySize(features)).toBeCloseTo(Math.sqrt(100 * 4), 12);
  });

  test("are larger by 0.15 of the time for which they may have been left open", () => {
    const features = new Float64Array(FEATURES);
    features[OVERNIGHT] = 240 * 60;
    features[QUIET_HOUR] = 40 * 60;
    features[SHORTEST_GAP] = 90;
    expect(candidateOf(features, 7)).toEqual({ size: 3 + 36 + 6, spread: 90, after: 7 });
  });

  test("of each kind are as many as its items are of all: that a kind mostly came after long waits makes none of its items likelier", () => {
    // 80 first steps of their case, of which nobody knows since when they could be done, and 40 after a step an hour before.
    const candidates = Array.from({ length: 120 }, (_, at) => ({ size: at < 80 ? 200 + (at % 5) : 10 + (at % 5), spread: 0, after: at < 80 ? -1 : 3 })); // prettier-ignore
    const random = seededRandom(6);
    for (let round = 0; round < 50; round += 1) {
      const chosen = chooseItems(candidates, 30, random);
      expect(chosen.filter(({ item }) => item < 80)).toHaveLength(20);
    }
    // The largest of the second kind: four fifths of 14 in a mean of 12 and a fifth of the mean, of ten places in forty.
    const of = (item: number) => {
      for (;;) {
        const found = chooseItems(candidates, 30, random).find((one) => one.item === item);
        if (found) return found.chance;
      }
    };
    expect(of(84)).toBeCloseTo(((0.8 * 14) / 12 + 0.2) / 4, 12);
  });

  test("of kinds too rare to be drawn from alone are chosen together", () => {
    // Eleven kinds of one item each and one of nineteen: of thirty items none below three makes a kind.
    const candidates = Array.from({ length: 30 }, (_, at) => ({ size: at < 11 ? 100 * at + 1 : 1, spread: 0, after: Math.min(at, 11) }));
    const random = seededRandom(8);
    const chosen = Array.from({ length: 50 }, () => chooseItems(candidates, 15, random));
    for (const items of chosen) expect(items.reduce((sum, { item }) => sum + (item < 11 ? 1 : 0), 0)).toBeGreaterThanOrEqual(5);
    expect(
      new Set(
        chosen
          .flat()
          .filter(({ item }) => item >= 11)
          .map(({ chance }) => chance),
      ).size,
    ).toBe(1);
  });

  test("of like size are spread over the second number: of two kinds as many of each as there are", () => {
    const random = seededRandom(4);
    // One in four of six layers of ten and ten: fifteen of each kind, whatever the draw. At random it would be 15 give or take 2.4.
    const candidates = Array.from({ length: 120 }, (_, at) => ({ size: 1, spread: at % 2, after: -1 }));
    for (let round = 0; round < 50; round += 1) {
      const chosen = chooseItems(candidates, 30, random);
      expect(chosen.filter(({ item }) => item % 2 === 1)).toHaveLength(15);
    }
  });
});

test("the chances are taken back out: long items chosen more often do not make the mean longer", () => {
  // 900 items of 2 minutes and 100 of 60: mean 7.8. The long ones are twelve times as likely to be among the thirty.
  const minutes = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 60 : 2));
  const sizes = minutes.map((each) => (each === 60 ? 12 : 1));
  const random = seededRandom(9);
  const points = Array.from({ length: 200 }, () => {
    const samples = chooseItems(ofSizes(sizes), 30, random).map(({ item, chance }) => ({
      minutes: minutes[item]!,
      features: null,
      chance,
    }));
    return estimateMinutes([{ count: 1000, moments: null, samples }])[0]!.minutesPerTouch.point;
  });
  expect(points.reduce((sum, point) => sum + point, 0) / points.length).toBeCloseTo(7.8, 0);
  // A plain draw of thirty has a standard error of 3.2 minutes; this one misses by 1 at most.
  expect(Math.max(...points.map((point) => Math.abs(point - 7.8)))).toBeLessThan(1);
});
