import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventQueue } from "./event-queue.ts";

test("things come out by their time, and of one time in the order in which they were put in", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const queue = createEventQueue<number>();
      for (const [turn, atMs] of times.entries()) queue.push(atMs, turn);
      const out: number[] = [];
      for (let next = queue.popUntil(20); next; next = queue.popUntil(20)) out.push(next.item);
      const expected = times.map((atMs, turn) => ({ atMs, turn })).sort((a, b) => a.atMs - b.atMs || a.turn - b.turn);
      expect(out).toEqual(expected.map(({ turn }) => turn));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test("what is not yet due stays", () => {
  const queue = createEventQueue<string>();
  queue.push(5, "later");
  expect(queue.popUntil(4)).toBeNull();
  expect(queue.size).toBe(1);
  expect(queue.popUntil(5)).toEqual({ atMs: 5, item: "later" });
});
