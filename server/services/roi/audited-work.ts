import type { Snapshot } from "#server/services/audit/get-audit.ts";
import type { TriedShare } from "#server/domain/automations/tried-share.ts";
import type { AuditedRow, AuditedWork } from "#server/domain/roi/start-scenario.ts";
import { meanRate } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { AuditReport } from "../audit/audit-report.ts";

type Row = Pick<AuditReport["total"], "touches" | "minutes" | "weeks" | "evidence" | "drag">;

/**
 * What a scenario takes from an audit: its ranked workflows in their order, and the activities in them.
 *
 * @param tried by workflow, what back-tests of their rules say
 */
export function auditedWork({ id, from, to, report }: Snapshot, tried: ReadonlyMap<string, TriedShare>): AuditedWork {
  const ranked = report.workflows
    .flatMap((row) =>
      row.status.kind === "ranked" && row.workflow !== null ? [{ row, workflow: row.workflow, rank: row.status.rank }] : [],
    )
    .toSorted((a, b) => a.rank - b.rank);
  return {
    auditId: id,
    from: from.toISOString().slice(0, 10),
    to: to.toISOString().slice(0, 10),
    workflows: ranked.map(({ row, workflow }) => ({
      ...auditedRow(row, workflow, report.window),
      rate: wholeRate(meanRate(row, report)),
      tried: tried.get(workflow) ?? null,
      learnedShare: row.decisions?.automatableShare ?? null,
    })),
    activities: report.activities.flatMap((row) =>
      row.workflow === null ? [] : [{ ...auditedRow(row, row.workflow, report.window), activity: row.activity }],
    ),
  };
}

/** A mean of rates in whole minor units, as somebody would type it. */
const wholeRate = <Rate extends { minorPerHour: number }>(rate: Rate): Rate => ({ ...rate, minorPerHour: Math.round(rate.minorPerHour) });

/** Rework's part of the touches is its part of the hours, which the audit prices apart. */
function auditedRow({ touches, minutes, weeks, evidence, drag }: Row, workflow: string, window: AuditReport["window"]): AuditedRow {
  const total = drag.totalMinor.point;
  const reworkTouches = total === 0 ? 0 : (touches * drag.reworkMinor.point) / total;
  return { workflow, title: workflowTitle(workflow), touches, reworkTouches, minutes, weeks: weeks ?? window.weeks, evidence };
}
