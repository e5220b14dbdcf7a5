import Link from "next/link";
import { Badge } from "#app/ui/badge.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { IntervalAxis } from "#app/ui/figure/interval-bar.tsx";
import { INTERVAL_CELL_OFFSET, IntervalCell } from "#app/ui/figure/interval-cell.tsx";
import { niceTicks } from "#app/ui/figure/nice-ticks.ts";
import { formatCount } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { dragFigure, hoursFigure, type AuditFrame } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { frameOf, shareText, workflowHref, type Snapshot, type WorkflowRow } from "./audit-frame.ts";

const AXIS_STEPS = 2; // More labels than that touch each other over a column of this width.

/** The workflows in the order in which removing the work pays; those without enough evidence last, unranked. */
export function WorkflowTable({ audit, locale }: { audit: Snapshot; locale: string }) {
  const frame = frameOf(audit);
  const rows = audit.report.workflows.filter((row) => row.touches > 0 || row.status.kind !== "not a workflow");
  const ticks = niceTicks(Math.max(...rows.map((row) => row.hoursPerWeek.high), 0), AXIS_STEPS);

  return (
    <DataTable
      caption="Workflows by what removing the work would return"
      columns={columnsOf({ frame, ticks, locale })}
      rows={rows}
      rowKey={(row) => row.workflow ?? ""}
      empty={null}
      locale={locale}
    />
  );
}

function detail(row: WorkflowRow, locale: string): string {
  if (row.status.kind === "needs evidence") return row.status.why;
  return `${formatCount(row.cases, locale)} cases; touchless ${shareText(row.touchless)}`;
}

function columnsOf({ frame, ticks, locale }: { frame: AuditFrame; ticks: readonly number[]; locale: string }): Column<WorkflowRow>[] {
  return [
    {
      key: "workflow",
      heading: "Workflow",
      phone: "title",
      cell: (row) => (
        <>
          <span className="font-medium">
            {row.status.kind === "ranked" ? `${row.status.rank} · ` : "– · "}
            {row.workflow === null ? "Events of no workflow" : <Link href={workflowHref(row.workflow)}>{workflowTitle(row.workflow)}</Link>}
          </span>
          <span className="block max-w-[46ch] text-sm font-normal text-pretty text-soft">{detail(row, locale)}</span>
        </>
      ),
    },
    {
      key: "hours",
      heading: "Hours a week by hand",
      headingDetail: <IntervalAxis offset={INTERVAL_CELL_OFFSET} ticks={ticks.map((at) => ({ at, label: `${at} h` }))} />,
      cell: (row) => (
        <IntervalCell
          figure={hoursFigure("Hours a week by hand", row, { workflow: row.workflow, activity: null }, frame)}
          axisMax={ticks.at(-1) ?? 1}
          faint={row.status.kind !== "ranked"}
          locale={locale}
        />
      ),
    },
    { key: "touches", heading: "Touches", kind: "number", phone: "hide", cell: (row) => formatCount(row.touches, locale) },
    {
      key: "drag",
      heading: "Drag a year",
      kind: "money",
      cell: (row) => (
        <FigureValue
          figure={dragFigure("Drag a year", row, { workflow: row.workflow, activity: null }, frame)}
          layout="stack"
          align="end"
          lead={row.status.kind === "ranked" ? "value" : "range"}
        />
      ),
    },
    {
      key: "class",
      heading: "Known by",
      phone: "hide",
      cell: (row) =>
        row.status.kind === "needs evidence" ? <Badge tone="warn">needs evidence</Badge> : <EvidenceBadge evidence={row.evidence} />,
    },
  ];
}
