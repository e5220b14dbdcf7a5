import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convergenceBoundMs } from "./bound.ts";
import { DELAYS, Interleaving, SWEEP_MS, type Happening, type Luck, type Setting } from "./interleavings.fixture.ts";
import { isAtTarget, targetOf, type ChannelRule } from "./target.ts";

const HOUR_MS = 3_600_000;
const BOUND_MS = convergenceBoundMs(DELAYS)!;
const ITEMS = 3;
const RULES: readonly ChannelRule[] = [
  { share: 0.6, buffer: 2 },
  { share: 0.4, buffer: 0 },
];

const when = { atMs: fc.integer({ min: 0, max: HOUR_MS }), item: fc.nat({ max: ITEMS - 1 }) };
const units = fc.integer({ min: 1, max: 8 });
const channel = fc.nat({ max: RULES.length - 1 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ ...when, what: fc.constant("sale" as const), channel, units, lagMs: fc.integer({ min: 0, max: HOUR_MS / 4 }) }),
  },
  fc.record({ ...when, what: fc.constantFrom("receipt" as const, "damage" as const, "reserve" as const), units }),
  fc.record({ ...when, what: fc.constant("recount" as const), units: fc.nat({ max: 30 }) }),
  fc.record({ ...when, what: fc.constant("set by hand" as const), channel, units: fc.nat({ max: 30 }) }),
);

/** Numbers 0..99 that are drawn once and come round again. */
const luckOf = (drawn: readonly number[]): Luck => {
  let at = 0;
  return () => drawn[at++ % drawn.length]!;
};
const run = fc.record({
  happenings: fc.array(happening, { maxLength: 40 }),
  drawn: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 7, maxLength: 400 }),
  tolerance: fc.constantFrom(0, 0, 2),
});

function play(given: { happenings: Happening[]; drawn: number[]; tolerance: number }, more: Partial<Setting> = {}): Interleaving {
  const { happenings, drawn, tolerance } = given;
  const world = new Interleaving({ items: ITEMS, rules: RULES, tolerance, happenings, luck: luckOf(drawn), ...more });
  world.runTo(1.5 * HOUR_MS); // The last sale has reached the ledger by then.
  return world;
}

describe("whatever happens in whatever order, notices lost, doubled and late, answers stale, calls lost and doubled", () => {
  test("once nothing changes, every channel stands at its target within the bound, and stays there", () => {
    const slowest = { ms: 0 };
    fc.assert(
      fc.property(run, (given) => {
        const world = play(given);
        const stoppedMs = world.lastChangeMs;
        const apart = () => world.standing().filter(({ shows, target }) => !isAtTarget({ quantity: shows, target }, given.tolerance));
        world.runTo(Math.max(world.nowMs, stoppedMs + BOUND_MS));
        expect(apart()).toEqual([]);
        const written = world.written.length;
        slowest.ms = Math.max(slowest.ms, (world.written.at(-1)?.atMs ?? 0) - stoppedMs);
        world.runTo(world.nowMs + BOUND_MS + 5 * SWEEP_MS);
        expect([apart(), world.written.length, world.underWay]).toEqual([[], written, 0]);
      }),
      { seed: 11, numRuns: 600 },
    );
    // The bound is no idle one: something comes near it.
    expect(slowest.ms).toBeGreaterThan(BOUND_MS / 4);
  });

  test("no quantity is published above what the ledger knew at the decision, nor above what is left while no more was sold since than the buffer", () => {
    fc.assert(
      fc.property(run, (given) => {
        for (const { channel: at, to, freeAtDecision, fellSince } of play(given).written) {
          const rule = RULES[at]!;
          expect(to).toBe(targetOf(freeAtDecision, rule));
          expect(to).toBeLessThanOrEqual(Math.max(0, freeAtDecision));
          const isCovered = to === 0 || fellSince > rule.buffer || to <= freeAtDecision - fellSince;
          expect(isCovered).toBe(true);
        }
      }),
      { seed: 12, numRuns: 600 },
    );
  });

  test("what is replaced is what the decision saw, and each decision writes at most once: nobody's newer change is undone", () => {
    fc.assert(
      fc.property(run, (given) => {
        const { written } = play(given);
        for (const { replaced, seen } of written) expect(replaced).toBe(seen);
        expect(new Set(written.map(({ key }) => key)).size).toBe(written.length);
      }),
      { seed: 13, numRuns: 600 },
    );
  });

  test("channels whose shares add up to one are never promised more together than is free", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 500 }), (free) => {
        const targets = RULES.map((rule) => targetOf(free, rule)!);
        expect(targets.reduce((sum, target) => sum + target, 0)).toBeLessThanOrEqual(Math.max(0, free));
      }),
    );
  });
});

test("at a channel that knows no keys a call that is doubled on the way undoes a newer change: the proof needs the key", () => {
  const undone = fc.check(
    fc.property(run, (given) => {
      const { written } = play(given, { repeatsKnownKeys: true });
      return new Set(written.map(({ key }) => key)).size === written.length;
    }),
    { seed: 14, numRuns: 600 },
  );
  expect(undone.failed).toBe(true);
});
