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
  const approvers = new Set<string>();
  let selfApproved = 0;
  eachApprovalChain(columns, isApproval, (chain) => {
    while (casesByDepth.length <= chain.length) casesByDepth.push(0);
    casesByDepth[chain.length]! += 1;
    for (const [step, { waitMs, approver, self }] of chain.entries()) {
      if (waitMs !== null) (waits[step] ??= []).push(waitMs);
      if (approver !== null) approvers.add(approver);
      if (self) selfApproved += 1;
    }
  });
  return { casesByDepth, waitByStep: Array.from(waits, (wait) => spreadOf(wait ?? [])), approvers: approvers.size, selfApproved };
}

/** One approval of a case. waitMs null: the case began with it. */
export type Approval = { waitMs: number | null; approver: string | null; self: boolean };

/** Calls `visit` with the approvals of every case that has one, in order. */
export function eachApprovalChain(
  columns: EventColumns,
  isApproval: (activity: string) => boolean,
  visit: (chain: Approval[]) => void,
): void {
  const approves = columns.activities.map(({ activity }) => isApproval(activity));
  if (!approves.includes(true)) return;
  eachCase(columns, (_, from, to) => {
    const chain: Approval[] = [];
    let lastTouch = -1;
    for (let at = from; at < to; at += 1) {
      const i = columns.byCase[at]!;
      if (columns.kind[i] !== PERSON) continue;
      const actor = columns.actorIx[i]!;
      if (!approves[columns.activityIx[i]!]!) {
        lastTouch = actor;
        continue;
      }
      chain.push({
        waitMs: at > from ? columns.endedAtMs[i]! - columns.endedAtMs[columns.byCase[at - 1]!]! : null,
        approver: actor >= 0 ? columns.actors[actor]! : null,
        self: actor >= 0 && actor === lastTouch,
      });
    }
    if (chain.length > 0) visit(chain);
  });
}
