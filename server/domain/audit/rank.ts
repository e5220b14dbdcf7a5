import { countWords } from "../count-words.ts";
import type { Interval } from "../interval.ts";
import type { ActivityAudit, WorkflowAudit } from "./audit.ts";
import { workflowTitle } from "./workflow-title.ts";

/** Above this share of unknown actors a workflow is not ranked: the touches that we cannot see could reverse any order. */
export const UNKNOWN_LIMIT = 0.2;

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/**
 * Puts workflows in order of what can be gained: lower bound of drag x rules-basedness x automatable share. Where no decisions are
 * known there is no score: those stand below all that have one, by the lower bound of drag alone, and the text says so. Of two with
 * the same score the one with more drag stands first. Workflows with more than 20 % unknown actors come last, unranked.
 */
export function rankWorkflows(workflows: readonly WorkflowAudit[]): WorkflowAudit[] {
  const scored = workflows.map((row) => ({ ...row, scoreMinor: scoreOf(row) }));
  const ranked = scored
    .filter((row) => row.workflow !== null && !lacksEvidence(row))
    .sort((a, b) => compareRanked(a, b) || b.drag.totalMinor.low - a.drag.totalMinor.low || compareNames(a, b));
  const needing = scored.filter((row) => row.workflow !== null && lacksEvidence(row)).sort(compareNames);
  const rest = scored.filter((row) => row.workflow === null);
  return [
    ...ranked.map((row, at) => ({
      ...row,
      status: { kind: "ranked" as const, rank: at + 1, why: whyRanked(row, at + 1, ranked[at + 1]) },
    })),
    ...needing.map((row) => ({ ...row, status: { kind: "needs evidence" as const, why: whyNot(row) } })),
    ...rest.map((row) => ({
      ...row,
      status: { kind: "not a workflow" as const, why: "No workflow claims these events: assign their activities to one." },
    })),
  ];
}

export const lacksEvidence = ({ unknown }: { unknown: { of: number; n: number } }) =>
  unknown.n > 0 && unknown.of / unknown.n > UNKNOWN_LIMIT;

type Placed = { scoreMinor: number | null; decisions: object | null; drag: { totalMinor: Interval } };

/** Negative where `a` stands before `b`: with a score before without, then by score or else by proven drag; 0 where they are level. */
export const compareRanked = (a: Placed, b: Placed): number =>
  Number(b.decisions !== null) - Number(a.decisions !== null) || rankedBy(b) - rankedBy(a);

/** What a workflow is ranked by among those of its kind, in minor units: its score, or its proven drag where no decisions are known. */
export const rankedBy = ({ scoreMinor, decisions, drag }: Placed): number =>
  decisions === null || scoreMinor === null ? drag.totalMinor.low : scoreMinor;

function scoreOf({ drag, decisions }: WorkflowAudit): number | null {
  if (decisions === null) return null;
  return Math.round(drag.totalMinor.low * Math.max(0, decisions.rulesBasedness.point) * decisions.automatableShare);
}

/** In words and counts alone: hours and dollars stand beside it as figures, which say where they come from. */
function whyRanked(row: WorkflowAudit, rank: number, next: WorkflowAudit | undefined): string {
  const rules =
    row.decisions === null
      ? "no decisions are known, so it stands below those with a score, by drag alone"
      : `learned rules get right ${percent(Math.max(0, row.decisions.rulesBasedness.point))} of what always giving the usual answer gets wrong, and ${percent(row.decisions.automatableShare)} of the decisions could be automated`;
  return `Number ${rank}: ${countWords(row.touches)} ${row.touches === 1 ? "touch" : "touches"}; ${rules}.${aheadOf(row, next)}`;
}

function aheadOf(row: WorkflowAudit, next: WorkflowAudit | undefined): string {
  if (next?.workflow == null) return "";
  const title = workflowTitle(next.workflow);
  if (row.decisions !== null && next.decisions === null) return ` ${title} comes next without a score: no decisions of it are known.`;
  const measure = row.decisions === null ? "drag" : "score";
  if (rankedBy(row) > rankedBy(next)) return ` Its ${measure} is above that of ${title}.`;
  const costlier = row.drag.totalMinor.low > next.drag.totalMinor.low ? ", and it costs more" : "";
  return ` Its ${measure} is that of ${title} too${costlier}.`;
}

function whyNot({ unknown, touches }: WorkflowAudit): string {
  return `Not ranked: who acted is unknown for ${countWords(unknown.of)} of ${countWords(unknown.n)} events (${percent(unknown.of / unknown.n)}; the limit is ${percent(UNKNOWN_LIMIT)}), beside ${countWords(touches)} known touches. Missing: the audit fields that name the actor, or the list of integration accounts of this source.`;
}

function compareNames(a: { workflow: string | null }, b: { workflow: string | null }): number {
  return (a.workflow ?? "") < (b.workflow ?? "") ? -1 : 1;
}

/** Most drag first (by its lower bound, then its point); activities that nobody touches or that lack evidence have no rank and come last. */
export function rankActivities(activities: readonly ActivityAudit[]): ActivityAudit[] {
  const can = (row: ActivityAudit) => row.touches > 0 && !lacksEvidence(row);
  const byDrag = (a: ActivityAudit, b: ActivityAudit) =>
    b.drag.totalMinor.low - a.drag.totalMinor.low ||
    b.drag.totalMinor.point - a.drag.totalMinor.point ||
    compareNames(a, b) ||
    (a.activity < b.activity ? -1 : 1);
  const ranked = activities.filter(can).sort(byDrag);
  return [...ranked.map((row, at) => ({ ...row, rank: at + 1 })), ...activities.filter((row) => !can(row)).sort(byDrag)];
}
