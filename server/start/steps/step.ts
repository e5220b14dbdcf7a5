import { stripVTControlCharacters } from "node:util";

/** How many checks of a step held. A step that broke before it could count has failed once. */
export type Count = { passed: number; failed: number; skipped: number };

/** What a step found: its count, and where it can tell, what failed and what passed only on a second try, a line each. */
export type Found = Count & { failures?: readonly string[]; unsteady?: readonly string[] };

/** One part of `npm test`. */
export type Step = {
  /** What to type: `npm test -- unit`. */
  name: string;
  /** The heading. */
  title: string;
  run: () => Promise<Found>;
};

export const PASSED: Count = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

export function addCounts(counts: readonly Count[]): Count {
  const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
}

/** A runner that ends with an error although no test failed has found something that its count does not show. */
export function withExitCode<T extends Count>(count: T, exitCode: number): T {
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** What a message says first, without the colours of a terminal. */
export function firstLine(message: string): string {
  return stripVTControlCharacters(message).split("\n", 1)[0] ?? "";
}
