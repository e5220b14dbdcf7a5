import type { Interval } from "../interval.ts";
import { withChanceOfCounts } from "./chance-of-counts.ts";

/** Hours a week of one workflow in two audits; null where an audit does not know the workflow. */
export type ComparedWorkflow = { workflow: string; before: Interval | null; after: Interval | null; change: Change };

/**
 * more, less: the ranges do not meet, even with what chance makes of how often work comes in. Otherwise the difference may be chance, and
 * nothing is claimed.
 */
export type Change = "more" | "less" | "cannot be told" | "new" | "gone";

/** What is claimed of a change: nothing where the log covers only a part of what is compared. */
export type Claim = Change | "not covered";
export const claimOf = (change: Change, covered: boolean): Claim => (covered ? change : "not covered");

type Audited = { workflow: string | null; touches: number; hoursPerWeek: Interval };

/** Puts the workflows of two audits beside each other, those with the largest difference of points first. */
export function compareAudits(before: readonly Audited[], after: readonly Audited[]): ComparedWorkflow[] {
  const hoursIn = (rows: readonly Audited[]) =>
    new Map(rows.flatMap((row) => (row.workflow === null ? [] : [[row.workflow, row] as const])));
  const old = hoursIn(before);
  const present = hoursIn(after);
  const difference = ({ before: a, after: b }: ComparedWorkflow) => Math.abs((b?.point ?? 0) - (a?.point ?? 0));
  return [...new Set([...old.keys(), ...present.keys()])]
    .map((workflow): ComparedWorkflow => {
      const a = old.get(workflow) ?? null;
      const b = present.get(workflow) ?? null;
      return { workflow, before: a?.hoursPerWeek ?? null, after: b?.hoursPerWeek ?? null, change: changeOf(a, b) };
    })
    .sort((a, b) => difference(b) - difference(a) || (a.workflow < b.workflow ? -1 : 1));
}

function changeOf(before: Audited | null, after: Audited | null): Change {
  if (before === null) return "new";
  if (after === null) return "gone";
  const [was, is] = [before, after].map(({ hoursPerWeek, touches }) => ({ range: hoursPerWeek, touches }));
  const { low, high } = differenceOf(withChanceOfCounts(was!, is!), withChanceOfCounts(is!, was!));
  if (low > 0) return "more";
  return high < 0 ? "less" : "cannot be told";
}

/**
 * Later less earlier. Its range is the widest that both allow, from the lowest later less the highest earlier on: it does not reach 0 just
 * where the two ranges do not meet, and only then is the change larger than what is uncertain.
 */
export const differenceOf = (before: Interval, after: Interval): Interval => ({
  low: after.low - before.high,
  point: after.point - before.point,
  high: after.high - before.low,
});

/** Where a workflow stood in two rankings, in words: "2, was 5". A place that is not there is a dash. */
export const rankChange = (before: number | null, after: number | null): string => {
  const place = (rank: number | null) => (rank === null ? "–" : String(rank));
  return before === after ? place(after) : `${place(after)}, was ${place(before)}`;
};
