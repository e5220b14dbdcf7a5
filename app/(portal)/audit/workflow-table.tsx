import { Link } from "#app/ui/link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { IntervalAxis } from "#app/ui/figure/interval-bar.tsx";
import { INTERVAL_CELL_OFFSET, IntervalCell } from "#app/ui/figure/interval-cell.tsx";
import { niceTicks } from "#app/ui/figure/nice-ticks.ts";
import { formatCount, formatShare } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { dragFigure, durationFigure, hoursFigure, reworkFigure, type AuditFrame } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { frameOf, shareText, workflowHref, type Snapshot, type WorkflowRow } from "./audit-frame.ts";
import { handoffLines, type HandoffLine } from "./handoff-lines.ts";
import { DEFAULT_WEIGHT, orderedBy, placeUnder, type Weight } from "./rank-weights.ts";

const AXIS_STEPS = 2; // More labels than that touch each other over a column of this width.

/** The workflows in the order in which removing the work pays; those without enough evidence last, unranked. */
export function WorkflowTable({ audit, locale, weight = DEFAULT_WEIGHT }: { audit: Snapshot; locale: string; weight?: Weight }) {
  const frame = frameOf(audit);
  const { report } = audit;
  const workflows = report.workflows.filter((row) => row.touches > 0 || row.status.kind !== "not a workflow");
  const rows = [
    ...orderedBy(workflows, report.ranks, weight).map((row): Row => ({
      ...row,
      kind: "workflow",
      place: placeUnder(row, workflows, report.ranks, weight),
    })),
    ...handoffLines(report.teamHandoffs, report.window.weeks).map((line): Row => ({ ...line, kind: "hand-off" })),
  ];
  const ticks = niceTicks(Math.max(...workflows.map((row) => row.hoursPerWeek.high), 0), AXIS_STEPS);

  return (
    <DataTable
      caption={CAPTION[weight]}
      columns={columnsOf({ frame, day: audit.asOf, ticks, locale, ranges: report.rankRanges, weight })}
      rows={rows}
      rowKey={(row) => (row.kind === "workflow" ? (row.workflow ?? "") : `${row.one} ${row.other}`)}
      empty={null}
      locale={locale}
    />
  );
}

const CAPTION: Readonly<Record<Weight, string>> = {
  score: "Workflows by what removing the work would return",
  drag: "Workflows by drag a year",
  hours: "Workflows by hours a week by hand",
  touches: "Workflows by touches",
  rework: "Workflows by work done again by hand",
};

/** A line for cases that go from team to team stands in the ranking as its own: no single workflow shows it. */
type Row = (WorkflowRow & { kind: "workflow"; place: string }) | (HandoffLine & { kind: "hand-off" });

function detail(row: WorkflowRow, { locale, ranges, weight }: Pick<Look, "locale" | "ranges" | "weight">): string {
  if (row.status.kind === "needs evidence") return row.status.why;
  const range = ranges.find(({ workflow }) => workflow === row.workflow);
  const place = range && range.high > range.low ? `; place ${range.low} to ${range.high} by its range` : "";
  const unscored = weight === DEFAULT_WEIGHT && row.status.kind === "ranked" && row.decisions === null;
  return `${formatCount(row.cases, locale)} cases; touchless ${shareText(row.touchless, locale)}${place}${unscored ? "; no score, by drag below those with one" : ""}`;
}

const PASSED = "from the end of one team's touch to the end of the other team's next touch in the case, added up, by weeks of the window";

/** The hours by hand are in the workflows above; what the hand-off itself costs is that the case waits. */
const waitedFigure = ({ one, other, count, waitingHoursAWeek }: HandoffLine, frame: AuditFrame) =>
  durationFigure(
    `Cases wait a week between ${one} and ${other}`,
    { hours: waitingHoursAWeek, count, measured: PASSED },
    { workflow: null, activity: null },
    frame,
  );

const shareOf = ({ of, n }: { of: number; n: number }, locale: string) =>
  n === 0 ? <span className="text-soft">none</span> : formatShare(of / n, locale);

type Look = {
  frame: AuditFrame;
  day: string | null;
  ticks: readonly number[];
  locale: string;
  ranges: Snapshot["report"]["rankRanges"];
  weight: Weight;
};

function columnsOf({ frame, day, ticks, locale, ranges, weight }: Look): Column<Row>[] {
  return [
    {
      key: "workflow",
      heading: "Workflow",
      phone: "title",
      cell: (row) =>
        row.kind === "hand-off" ? (
          <>
            <span className="font-medium">
              – · Hand-offs between {row.one} and {row.other}
            </span>
            <span className="block max-w-[46ch] text-sm font-normal text-pretty text-soft">
              {formatCount(row.count, locale)} times to and fro; the hours by hand are in the workflows above
            </span>
          </>
        ) : (
          <>
            <span className="font-medium">
              {`${row.place} · `}
              {row.workflow === null ? (
                "Events of no workflow"
              ) : (
                <Link href={workflowHref(row.workflow, day)}>{workflowTitle(row.workflow)}</Link>
              )}
            </span>
            <span className="block max-w-[46ch] text-sm font-normal text-pretty text-soft">{detail(row, { locale, ranges, weight })}</span>
          </>
        ),
    },
    {
      key: "hours",
      heading: "Hours a week by hand",
      headingDetail: <IntervalAxis offset={INTERVAL_CELL_OFFSET} ticks={ticks.map((at) => ({ at, label: `${at} h` }))} />,
      cell: (row) =>
        row.kind === "hand-off" ? (
          <span className="text-sm">
            <FigureValue figure={waitedFigure(row, frame)} /> waiting
          </span>
        ) : (
          <IntervalCell
            figure={hoursFigure("Hours a week by hand", row, { workflow: row.workflow, activity: null }, frame)}
            axisMax={ticks.at(-1) ?? 1}
            faint={row.status.kind !== "ranked"}
            locale={locale}
          />
        ),
    },
    {
      key: "touches",
      heading: "Touches",
      kind: "number",
      phone: "hide",
      cell: (row) => formatCount(row.kind === "hand-off" ? row.count : row.touches, locale),
    },
    {
      key: "automation",
      heading: "By machine",
      kind: "number",
      phone: "hide",
      cell: (row) => row.kind === "workflow" && shareOf(row.automation, locale),
    },
    {
      key: "rules",
      heading: "Rules-based",
      kind: "number",
      phone: "hide",
      cell: (row) =>
        row.kind === "workflow" && (row.decisions?.rulesBasedness.point.toFixed(2) ?? <span className="text-soft">not known</span>),
    },
    {
      key: "drag",
      heading: "Drag a year",
      kind: "money",
      cell: (row) =>
        row.kind === "workflow" && (
          <FigureValue
            figure={dragFigure("Drag a year", row, { workflow: row.workflow, activity: null }, frame)}
            layout="stack"
            align="end"
            lead={row.status.kind === "ranked" ? "value" : "range"}
          />
        ),
    },
    ...(weight === "rework" ? [reworkColumn(frame)] : []),
    {
      key: "class",
      heading: "Known by",
      phone: "hide",
      cell: (row) =>
        row.kind === "hand-off" ? (
          <EvidenceBadge evidence={waitedFigure(row, frame).provenance.evidence} />
        ) : row.status.kind === "needs evidence" ? (
          <Badge tone="warn">needs evidence</Badge>
        ) : (
          <EvidenceBadge evidence={row.evidence} />
        ),
    },
  ];
}

/** Shown where the table is ordered by it. */
const reworkColumn = (frame: AuditFrame): Column<Row> => ({
  key: "rework",
  heading: "Of it done again",
  kind: "money",
  cell: (row) =>
    row.kind === "workflow" && (
      <FigureValue
        figure={reworkFigure("Work done again by hand, a year", row, { workflow: row.workflow, activity: null }, frame)}
        layout="stack"
        align="end"
      />
    ),
});
