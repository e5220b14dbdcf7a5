import { afterAll, beforeAll, expect, test } from "vitest";
import { faultCounts } from "./fault-counts.ts";
import { openFaultWorld, type FaultWorld } from "./fault-world.ts";
import { FaultyRun } from "./faulty-run.ts";

/** Seeds of one run of `npm test`; `npm run faults` sets more. A failure names its seed, and FAULT_FROM replays it with FAULT_SEEDS=1. */
const SEEDS = Number(process.env["FAULT_SEEDS"] ?? 24);
const FROM = Number(process.env["FAULT_FROM"] ?? 1);
/** From this many runs on, each fault has to have been injected fifty times. */
const WHOLE_RUN = 2_000;
const least = SEEDS >= WHOLE_RUN ? 50 : 0;

/** Seeds that failed once, with what was wrong. */
const FAILED_ONCE: Readonly<Record<number, string>> = {
  1018: "two holds that one decision releases were counted as two acts against the other rule, and one that was taken back as none",
};

let world: FaultWorld;

beforeAll(async () => {
  world = await openFaultWorld();
}, 60_000);
afterAll(() => world.close());

test.each(Object.entries(FAILED_ONCE))("seed %s, which failed once: %s", async (seed) => {
  expect(await new FaultyRun(world, faultCounts(), Number(seed)).run()).toContain("done");
});

test(
  `${SEEDS} runs with faults at random moments: no effect is lost, none is doubled`,
  async () => {
    const counts = faultCounts();
    const ends = new Map<string, number>();
    // Those that failed once were run before, and a vendor's records are made once.
    const seeds = Array.from({ length: SEEDS }, (_, at) => FROM + at).filter((seed) => !(seed in FAILED_ONCE));
    for (const seed of seeds)
      for (const state of await new FaultyRun(world, counts, seed).run()) ends.set(state, (ends.get(state) ?? 0) + 1);
    const states = [...ends].map(([state, count]) => `${count} ${state}`).join(", ");
    process.stdout.write(`${SEEDS} seeds from ${FROM}; effects: ${states}\n${counts.lines().join("\n")}\n`);
    expect(ends.get("done")).toBeGreaterThan(0);
    expect(counts.fewerThan(least), "faults that were injected too seldom").toEqual([]);
  },
  Math.max(120_000, SEEDS * 30_000), // A machine with much else to do takes many times the second of a run.
);
