import { NEEDS_PERSON } from "../decisions/rule-table.ts";
import type { Replayed } from "./back-test.ts";
import type { Facts } from "./case-history.ts";

/** What one version decided over the past decisions that both were given. */
export type VersionTotal = { alike: number; otherwise: number; leftToPeople: number; costMinor: number; severe: number };

/** A past decision that the two versions decide differently. */
export type ChangedCase = { caseId: string; atMs: number; facts: Facts; before: string; after: string; people: string; costMinor: number };

/**
 * What a comparison comes to. Mixed: one version decides more as people did, and its wrong decisions cost more or more of them are severe;
 * which of the two weighs more is not for arithmetic to say.
 */
export type Verdict = "better" | "worse" | "mixed" | "no telling";

/** Two versions of the rules over the same past decisions. Money in minor units; a cost below zero is one that falls away. */
export type VersionsCompared = {
  version: number;
  decisions: number;
  before: VersionTotal;
  after: VersionTotal;
  /** Decisions that only the newer of the two takes as people did, and that only the older does. */
  gained: number;
  lost: number;
  /** How likely so uneven a split is if neither version is the better one, 0..1. */
  chance: number;
  verdict: Verdict;
  changes: { before: string; after: string; people: string; count: number; costMinor: number }[];
  /** The dearest differences, at most CASES_KEPT. */
  cases: ChangedCase[];
};

const CASES_KEPT = 20;
const TELLING = 0.05;

/**
 * Compares what two versions decide. Both were given the same decisions of people with the same facts, so each is its own control.
 *
 * @param before the older version's replay
 * @param after the newer one's, of the same decisions in the same order
 * @param version the older one's number
 * @throws when the two are not of the same decisions
 */
export function compareVersions(before: readonly Replayed[], after: readonly Replayed[], version: number): VersionsCompared {
  const pairs = after.map((now, index) => {
    const earlier = before[index];
    if (!earlier || earlier.caseId !== now.caseId || earlier.atMs !== now.atMs || before.length !== after.length)
      throw new Error("The two versions were not given the same decisions.");
    return { earlier, now };
  });
  const gained = pairs.filter(({ earlier, now }) => isAlike(now) && !isAlike(earlier)).length;
  const lost = pairs.filter(({ earlier, now }) => isAlike(earlier) && !isAlike(now)).length;
  const chance = signTest(gained, lost);
  const changed = pairs.filter(({ earlier, now }) => earlier.decided !== now.decided);
  const totals = { before: totalOf(before), after: totalOf(after), gained, lost, chance };
  return {
    version,
    decisions: pairs.length,
    ...totals,
    verdict: verdictOf(totals),
    changes: changesOf(changed),
    cases: changed
      .map(({ earlier, now }) => ({
        caseId: now.caseId,
        atMs: now.atMs,
        facts: now.facts,
        before: earlier.decided,
        after: now.decided,
        people: now.people,
        costMinor: now.costMinor - earlier.costMinor,
      }))
      .sort((a, b) => Math.abs(b.costMinor) - Math.abs(a.costMinor) || a.atMs - b.atMs || (a.caseId < b.caseId ? -1 : 1))
      .slice(0, CASES_KEPT),
  };
}

/** The newer version's verdict: better only where more is decided as people did, beyond chance, and neither cost nor severe errors rise. */
export function verdictOf({
  before,
  after,
  gained,
  lost,
  chance,
}: Pick<VersionsCompared, "before" | "after" | "gained" | "lost" | "chance">): Verdict {
  if (chance > TELLING || gained === lost) return "no telling";
  const [fewer, more] = gained > lost ? [before, after] : [after, before];
  if (more.costMinor > fewer.costMinor || more.severe > fewer.severe) return "mixed";
  return gained > lost ? "better" : "worse";
}

const isAlike = ({ decided, people }: Replayed): boolean => decided === people;

function totalOf(replayed: readonly Replayed[]): VersionTotal {
  const total = { alike: 0, otherwise: 0, leftToPeople: 0, costMinor: 0, severe: 0 };
  for (const one of replayed) {
    if (one.decided === NEEDS_PERSON) total.leftToPeople += 1;
    else if (isAlike(one)) total.alike += 1;
    else total.otherwise += 1;
    total.costMinor += one.costMinor;
    if (one.severe) total.severe += 1;
  }
  return total;
}

function changesOf(changed: readonly { earlier: Replayed; now: Replayed }[]): VersionsCompared["changes"] {
  const found = new Map<string, VersionsCompared["changes"][number]>();
  for (const { earlier, now } of changed) {
    const key = JSON.stringify([earlier.decided, now.decided, now.people]);
    const line = found.get(key) ?? { before: earlier.decided, after: now.decided, people: now.people, count: 0, costMinor: 0 };
    found.set(key, { ...line, count: line.count + 1, costMinor: line.costMinor + now.costMinor - earlier.costMinor });
  }
  return [...found].sort(([a, { count: x }], [b, { count: y }]) => y - x || (a < b ? -1 : 1)).map(([, line]) => line);
}

/**
 * Exact two-sided sign test: how likely a split at least as uneven is when both sides are equally likely.
 *
 * @returns 0..1; 1 where nothing differs
 * Source: McNemar (1947), "Note on the sampling error of the difference between correlated proportions", with the exact binomial.
 */
export function signTest(gained: number, lost: number): number {
  const n = gained + lost;
  const fewer = Math.min(gained, lost);
  // Logarithms of binomial coefficients: 2^n has no number from n = 1,024 on.
  let [logChoose, tail] = [0, 0];
  for (let k = 0; k <= fewer; k += 1) {
    tail += Math.exp(logChoose - n * Math.LN2);
    logChoose += Math.log(n - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}
