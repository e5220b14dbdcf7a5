import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.js";

test("results keep the order of the items, whichever is done first, and never more than the limit are in work", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const turnsOf = [5, 1, 3, 1, 1];
  const all = await inParallel([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    expect(begun.length - ended.length).toBeLessThanOrEqual(2);
    for (let turn = 0; turn < (turnsOf[item] ?? 0); turn += 1) await Promise.resolve();
    ended.push(item);
    return item * 10;
  });
  expect(all).toEqual([0, 10, 20, 30, 40]);
  expect(ended[0]).toBe(1);
});

test("after a failure nothing more is begun, and it is thrown", async () => {
  const begun: number[] = [];
  const all = inParallel([0, 1, 2, 3], 1, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("no");
    return item;
  });
  await expect(all).rejects.toThrow("no");
  expect(begun).toEqual([0, 1]);
});

test("nothing to do is done at once", async () => {
  expect(await inParallel([], 3, async () => 1)).toEqual([]);
});
