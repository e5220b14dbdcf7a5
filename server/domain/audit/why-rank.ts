import type { Interval } from "../interval.ts";
import { rankedBy, UNKNOWN_LIMIT } from "./rank.ts";

/** What of an audited workflow its rank rests on. */
export type Rankable = {
  workflow: string | null;
  unknown: { of: number; n: number };
  drag: { totalMinor: Interval };
  decisions: { rulesBasedness: Interval; automatableShare: number } | null;
  scoreMinor: number | null;
  status: { kind: string };
};

export type RankFactors = {
  workflow: string;
  /** null: not ranked for want of evidence. */
  rank: number | null;
  /** The lower bound of the drag a year, in minor units. */
  dragLowMinor: number;
  /** null: no decisions are known, so it has no score. */
  rulesBasedness: number | null;
  automatableShare: number | null;
  scoreMinor: number | null;
  changes: RankChange[];
};

export type RankChange =
  /** It would pass the one above with this share more of proven drag, 0.25 for a quarter. */
  | { kind: "more drag"; passes: string; share: number }
  /** It would pass the one above if its true drag is its point: timing samples shows it. */
  | { kind: "sure of the point"; passes: string }
  | { kind: "more by rule"; passes: string; rulesBasedness: number }
  /** It has no score. With rules-basedness x automatable share above `above` it would stand before that one; null: before none. */
  | { kind: "rules unknown"; couldPass: { workflow: string; above: number } | null }
  /** Its rules decide nothing for sure, so that its score is 0 whatever it costs. */
  | { kind: "nothing sure" }
  /** The one below is ahead at its own point. */
  | { kind: "passed at the point"; by: string }
  /** So many events more have to name who acted before it is ranked. */
  | { kind: "name actors"; events: number };

/**
 * Each workflow's factors and what would change its place, in the order of the ranking.
 * score = lower bound of drag x rules-basedness x automatable share; without known decisions there is none, and such workflows are
 * compared by drag with each other alone.
 */
export function whyRanks(workflows: readonly Rankable[]): RankFactors[] {
  const named = workflows.flatMap((row) => (row.workflow === null ? [] : [{ ...row, workflow: row.workflow }]));
  const ranked = named.filter(({ status }) => status.kind === "ranked");
  return [
    ...ranked.map((row, at) => ({ ...factorsOf(row, at + 1), changes: changesOf(row, at, ranked) })),
    ...named
      .filter(({ status }) => status.kind !== "ranked")
      .map((row) => ({ ...factorsOf(row, null), changes: [{ kind: "name actors" as const, events: eventsToName(row.unknown) }] })),
  ];
}

type Named = Rankable & { workflow: string };

const factorsOf = ({ workflow, drag, decisions, scoreMinor }: Named, rank: number | null) => ({
  workflow,
  rank,
  dragLowMinor: drag.totalMinor.low,
  rulesBasedness: decisions?.rulesBasedness.point ?? null,
  automatableShare: decisions?.automatableShare ?? null,
  scoreMinor,
});

/** Least events that have to name their actor so that not more than the limit is unknown. */
const eventsToName = ({ of, n }: Rankable["unknown"]) => Math.max(0, of - Math.floor(n * UNKNOWN_LIMIT));

const weightOf = ({ decisions }: Rankable) =>
  decisions === null ? 1 : Math.max(0, decisions.rulesBasedness.point) * decisions.automatableShare;

function changesOf(row: Named, at: number, ranked: readonly Named[]): RankChange[] {
  // A neighbour of the other kind, with a score or without, is not passed by more of the same.
  const comparable = (other: Named | undefined) =>
    other !== undefined && (other.decisions === null) === (row.decisions === null) ? other : undefined;
  const above = comparable(ranked[at - 1]);
  const below = comparable(ranked[at + 1]);
  const changes: RankChange[] = [];
  if (row.decisions === null) changes.push({ kind: "rules unknown", couldPass: couldPass(row, ranked) });
  else if (weightOf(row) === 0) changes.push({ kind: "nothing sure" });
  const own = rankedBy(row);
  if (above && own > 0) {
    const needed = rankedBy(above) / own;
    changes.push({ kind: "more drag", passes: above.workflow, share: needed - 1 });
    if (row.drag.totalMinor.point * weightOf(row) > rankedBy(above)) changes.push({ kind: "sure of the point", passes: above.workflow });
    const rules = row.decisions === null ? null : row.decisions.rulesBasedness.point * needed;
    if (rules !== null && rules <= 1) changes.push({ kind: "more by rule", passes: above.workflow, rulesBasedness: rules });
  }
  if (below && below.drag.totalMinor.point * weightOf(below) > own) changes.push({ kind: "passed at the point", by: below.workflow });
  return changes;
}

/** The highest workflow with a score below the proven drag of this one, and the part of it that the score is. */
function couldPass({ drag }: Named, ranked: readonly Named[]): { workflow: string; above: number } | null {
  const dragLow = drag.totalMinor.low;
  const passed = ranked.find((other) => other.decisions !== null && rankedBy(other) < dragLow);
  return passed ? { workflow: passed.workflow, above: rankedBy(passed) / dragLow } : null;
}
