import type { Interval } from "../interval.ts";
import { UNKNOWN_LIMIT } from "./rank.ts";

/** What of an audited workflow its rank rests on. */
export type Rankable = {
  workflow: string | null;
  unknown: { of: number; n: number };
  drag: { totalMinor: Interval };
  decisions: { rulesBasedness: Interval; automatableShare: number } | null;
  scoreMinor: number;
  status: { kind: string };
};

export type RankFactors = {
  workflow: string;
  /** null: not ranked for want of evidence. */
  rank: number | null;
  /** The lower bound of the drag a year, in minor units. */
  dragLowMinor: number;
  /** null: no decisions are known, so it counts as if it were 1. */
  rulesBasedness: number | null;
  automatableShare: number | null;
  scoreMinor: number;
  changes: RankChange[];
};

export type RankChange =
  /** It would pass the one above with this share more of proven drag, 0.25 for a quarter. */
  | { kind: "more drag"; passes: string; share: number }
  /** It would pass the one above if its true drag is its point: timing samples shows it. */
  | { kind: "sure of the point"; passes: string }
  | { kind: "more by rule"; passes: string; rulesBasedness: number }
  /** If decisions were known to follow a rule this far at least, it would keep its place; below, it falls behind. */
  | { kind: "rules unknown"; fallsBehind: string; below: number }
  /** Its rules decide nothing for sure, so that its score is 0 whatever it costs. */
  | { kind: "nothing sure" }
  /** The one below is ahead at its own point. */
  | { kind: "passed at the point"; by: string }
  /** So many events more have to name who acted before it is ranked. */
  | { kind: "name actors"; events: number };

/**
 * Each workflow's factors and what would change its place, in the order of the ranking.
 * score = lower bound of drag x rules-basedness x automatable share, the last two only where decisions are known.
 */
export function whyRanks(workflows: readonly Rankable[]): RankFactors[] {
  const named = workflows.flatMap((row) => (row.workflow === null ? [] : [{ ...row, workflow: row.workflow }]));
  const ranked = named.filter(({ status }) => status.kind === "ranked");
  return [
    ...ranked.map((row, at) => ({ ...factorsOf(row, at + 1), changes: changesOf(row, ranked[at - 1], ranked[at + 1]) })),
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

function changesOf(row: Named, above: Named | undefined, below: Named | undefined): RankChange[] {
  const changes: RankChange[] = row.decisions !== null && weightOf(row) === 0 ? [{ kind: "nothing sure" }] : [];
  if (above && row.scoreMinor > 0) {
    const needed = above.scoreMinor / row.scoreMinor;
    changes.push({ kind: "more drag", passes: above.workflow, share: needed - 1 });
    if (row.drag.totalMinor.point * weightOf(row) > above.scoreMinor) changes.push({ kind: "sure of the point", passes: above.workflow });
    const rules = row.decisions === null ? null : row.decisions.rulesBasedness.point * needed;
    if (rules !== null && rules <= 1) changes.push({ kind: "more by rule", passes: above.workflow, rulesBasedness: rules });
  }
  if (below && row.decisions === null && row.scoreMinor > 0 && below.scoreMinor > 0)
    changes.push({ kind: "rules unknown", fallsBehind: below.workflow, below: below.scoreMinor / row.scoreMinor });
  if (below && below.drag.totalMinor.point * weightOf(below) > row.scoreMinor)
    changes.push({ kind: "passed at the point", by: below.workflow });
  return changes;
}
