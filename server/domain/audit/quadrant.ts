import type { WorkflowAudit } from "./audit.ts";
import { compareRanked } from "./rank.ts";

/** Where a workflow stands in volume x rules-basedness, and what follows from it. */
export type Quadrant =
  | "automate first"
  | "automate when the first are done"
  | "find the rule first"
  | "leave to people"
  | "decisions unknown";

export type QuadrantPoint = { workflow: string | null; touchesPerWeek: number; rulesBasedness: number | null; quadrant: Quadrant };

/** From half of what a rule could explain on, a rule carries the workflow. */
const BY_RULE = 0.5;

/**
 * The quadrant of each workflow. High volume: at least the median of the workflows with touches. Highest volume and most
 * rules-based first; where no decisions are known that is said and nothing is guessed.
 */
export function quadrants(workflows: readonly WorkflowAudit[]): QuadrantPoint[] {
  const volumes = workflows.map(({ touches, weeks }) => touches / weeks).filter((volume) => volume > 0);
  const median = volumes.toSorted((a, b) => a - b)[Math.floor((volumes.length - 1) / 2)] ?? 0;
  return workflows.map(({ workflow, touches, weeks, decisions }) => {
    const touchesPerWeek = touches / weeks;
    const rulesBasedness = decisions?.rulesBasedness.point ?? null;
    return {
      workflow,
      touchesPerWeek,
      rulesBasedness,
      quadrant: quadrantOf(touchesPerWeek >= median && touches > 0, rulesBasedness),
    };
  });
}

function quadrantOf(busy: boolean, rulesBasedness: number | null): Quadrant {
  if (rulesBasedness === null) return "decisions unknown";
  if (rulesBasedness >= BY_RULE) return busy ? "automate first" : "automate when the first are done";
  return busy ? "find the rule first" : "leave to people";
}

export type RankWeight = "score" | "drag" | "hours" | "touches" | "rework";

/** The rank of each workflow if one looked at something else, 1 is the most; equal figures share a rank. */
export function ranksUnder(workflows: readonly WorkflowAudit[]): { workflow: string | null; ranks: Record<RankWeight, number> }[] {
  const figure: Record<Exclude<RankWeight, "score">, (row: WorkflowAudit) => number> = {
    drag: (row) => row.drag.totalMinor.point,
    hours: (row) => row.hoursPerWeek.point,
    touches: (row) => row.touches / row.weeks,
    rework: (row) => row.reworkMinutes.point / row.weeks, // By people: an app that mails twice does nobody's work again.
  };
  const rank = (row: WorkflowAudit, of: (row: WorkflowAudit) => number) => 1 + workflows.filter((other) => of(other) > of(row)).length;
  return workflows.map((row) => ({
    workflow: row.workflow,
    ranks: {
      score: 1 + workflows.filter((other) => compareRanked(other, row) < 0).length,
      drag: rank(row, figure.drag),
      hours: rank(row, figure.hours),
      touches: rank(row, figure.touches),
      rework: rank(row, figure.rework),
    },
  }));
}
