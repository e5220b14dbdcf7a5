import { PERSON, type EventColumns } from "../event-log/columns.ts";
import { eachCase } from "./case-passes.ts";
import { spreadOf, type Spread } from "./case-times.ts";

/** How deep the chains of approval are (cases by number of approvals, index 0 unused) and how long a case waits for each step. */
export type ApprovalChains = { casesByDepth: number[]; waitByStep: Spread[]; approvers: number; selfApproved: number };

/**
 * Approval chains: the approvals by persons of a case in order. The wait for a step runs from the case's previous event to the
 * approval. selfApproved: approvals by the person of the case's last other touch before it.
 *
 * @param isApproval by activity name
 */
export function approvalChains(columns: EventColumns, isApproval: (activity: string) => boolean): ApprovalChains {
  const casesByDepth: number[] = [0];
  const waits: number[][] = [];
  const approvers = new Set<number>();
  let selfApproved = 0;
  eachCase(columns, (_, from, to) => {
    let depth = 0;
    let lastTouch = -1;
    for (let at = from; at < to; at += 1) {
      const i = columns.byCase[at]!;
      if (columns.kind[i] !== PERSON) continue;
      const actor = columns.actorIx[i]!;
      if (!isApproval(columns.activities[columns.activityIx[i]!]!.activity)) {
        lastTouch = actor;
        continue;
      }
      if (at > from) (waits[depth] ??= []).push(columns.endedAtMs[i]! - columns.endedAtMs[columns.byCase[at - 1]!]!);
      if (actor >= 0) approvers.add(actor);
      if (actor >= 0 && actor === lastTouch) selfApproved += 1;
      depth += 1;
    }
    if (depth === 0) return;
    while (casesByDepth.length <= depth) casesByDepth.push(0);
    casesByDepth[depth]! += 1;
  });
  return { casesByDepth, waitByStep: Array.from(waits, (wait) => spreadOf(wait ?? [])), approvers: approvers.size, selfApproved };
}
