import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { RankChange } from "#server/domain/audit/why-rank.ts";

const percent = (share: number) => `${Math.max(1, Math.round(share * 100))} %`;

/** What would change a workflow's place, as a sentence. */
export function changeInWords(change: RankChange): string {
  if (change.kind === "more drag") return `It would pass ${workflowTitle(change.passes)} with ${percent(change.share)} more proven drag.`;
  if (change.kind === "sure of the point")
    return `At its best estimate it stands before ${workflowTitle(change.passes)}: timing samples would show whether it does.`;
  if (change.kind === "more by rule")
    return `It would pass ${workflowTitle(change.passes)} if its rules-basedness were ${change.rulesBasedness.toFixed(2)}.`;
  if (change.kind === "rules unknown")
    return change.couldPass === null
      ? "It has no score until its decisions are known, and stands below those that have one."
      : `It has no score until its decisions are known. It would stand before ${workflowTitle(change.couldPass.workflow)} if rules-basedness x automatable came out above ${change.couldPass.above.toFixed(2)}.`;
  if (change.kind === "nothing sure")
    return "No row of its learned rules is sure enough to decide alone. More decisions, or more facts known before them, would give it a score.";
  if (change.kind === "passed at the point") return `${workflowTitle(change.by)} would be ahead if its best estimate were sure.`;
  return `It is ranked when ${change.events} events more name who acted.`;
}
