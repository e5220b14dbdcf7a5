import type { ReactNode } from "react";
import { Link } from "#app/ui/link.tsx";
import { Badge, type BadgeTone } from "#app/ui/badge.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { claimOf, compareAudits, rankChange, type Claim } from "#server/domain/audit/compare-audits.ts";
import { changeFigure, dragFigure, hoursFigure, minutesPerTouchFigure, type AuditFrame } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { Figure } from "#server/domain/provenance.ts";
import { workflowHref, type ActivityRow, type WorkflowRow } from "../audit-frame.ts";

/** One side of a comparison: an audit, or some weeks. */
export type Side = { report: { workflows: readonly WorkflowRow[]; activities: readonly ActivityRow[] } };

type Props = { before: Side; after: Side; frames: { before: AuditFrame; after: AuditFrame }; locale: string; covered: boolean };

/** The same thing in two audits; null where an audit does not know it. */
type Pair<Row> = { key: string; before: Row | null; after: Row | null; claim: Claim };

const TONES: Record<Claim, BadgeTone> = {
  more: "warn",
  less: "good",
  "cannot be told": "neutral",
  new: "neutral",
  gone: "neutral",
  "not covered": "neutral",
};
const SAID: Record<Claim, string> = {
  more: "more",
  less: "less",
  "cannot be told": "within its range",
  new: "new",
  gone: "gone",
  "not covered": "weeks not covered",
};

/** Hours and cost of the workflows in two audits, and where they stood. */
export function WorkflowsCompared({ before, after, frames, locale, covered }: Props) {
  const rows = pairsOf(before.report.workflows, after.report.workflows, covered, ({ workflow }) => workflow);
  return (
    <DataTable
      caption="Workflows in two audits"
      columns={workflowColumns(frames)}
      rows={rows}
      rowKey={({ key }) => key}
      empty={<EmptyState title="No workflows">Neither audit knows a workflow.</EmptyState>}
      locale={locale}
    />
  );
}

/** Hours and minutes a touch of the activities that people do, in two audits. */
export function ActivitiesCompared({ before, after, frames, locale, covered }: Props) {
  const byHand = (rows: readonly ActivityRow[]) => rows.filter(({ touches, workflow }) => touches > 0 && workflow !== null);
  const rows = pairsOf(byHand(before.report.activities), byHand(after.report.activities), covered, ({ workflow, activity }) =>
    JSON.stringify([workflow, activity]),
  );
  return (
    <DataTable
      caption="Activities in two audits"
      columns={activityColumns(frames)}
      rows={rows}
      rowKey={({ key }) => key}
      empty={<EmptyState title="No activities">Neither audit knows work by hand.</EmptyState>}
      locale={locale}
    />
  );
}

const workflowColumns = (frames: Props["frames"]): Column<Pair<WorkflowRow>>[] => [
  {
    key: "workflow",
    heading: "Workflow",
    phone: "title",
    cell: ({ key }) => <Link href={workflowHref(key)}>{workflowTitle(key)}</Link>,
  },
  { key: "rank", heading: "Rank", cell: (pair) => rankChange(rankOf(pair.before), rankOf(pair.after)) },
  verdict(),
  ...asColumns<WorkflowRow>("hours", "Hours a week", frames, (row, frame) =>
    hoursFigure("Hours a week by hand", row, { workflow: row.workflow, activity: null }, frame),
  ),
  ...asColumns<WorkflowRow>("drag", "Cost a year", frames, (row, frame) =>
    dragFigure("Drag a year", row, { workflow: row.workflow, activity: null }, frame),
  ),
];

const activityColumns = (frames: Props["frames"]): Column<Pair<ActivityRow>>[] => [
  {
    key: "activity",
    heading: "Activity",
    phone: "title",
    cell: ({ before: was, after: is }) => {
      const row = is ?? was;
      return row && `${workflowTitle(row.workflow ?? "")}: ${row.activity}`;
    },
  },
  verdict(),
  ...asColumns<ActivityRow>("minutes", "Minutes a touch", frames, (row, frame) => minutesPerTouchFigure(row, placeOf(row), frame)),
  ...asColumns<ActivityRow>("hours", "Hours a week", frames, (row, frame) => hoursFigure("Hours a week by hand", row, placeOf(row), frame)),
];

const placeOf = ({ workflow, activity }: ActivityRow) => ({ workflow, activity });
const rankOf = (row: WorkflowRow | null) => (row?.status.kind === "ranked" ? row.status.rank : null);

/** In the order of the largest difference of hours. */
function pairsOf<Row extends WorkflowRow | ActivityRow>(
  before: readonly Row[],
  after: readonly Row[],
  covered: boolean,
  keyOf: (row: Row) => string | null,
): Pair<Row>[] {
  const named = (rows: readonly Row[]) =>
    rows.map((row) => ({ workflow: keyOf(row), touches: row.touches, hoursPerWeek: row.hoursPerWeek, row }));
  const [was, is] = [named(before), named(after)];
  const find = (rows: typeof was, key: string) => rows.find(({ workflow }) => workflow === key)?.row ?? null;
  return compareAudits(was, is).map(({ workflow, change }) => ({
    key: workflow,
    before: find(was, workflow),
    after: find(is, workflow),
    claim: claimOf(change, covered),
  }));
}

/** A figure as it was and as it became, one above the other, and its change. */
function asColumns<Row extends { touches: number }>(
  key: string,
  heading: string,
  frames: Props["frames"],
  figureOf: (row: Row, frame: AuditFrame) => Figure,
): Column<Pair<Row>>[] {
  const column = (name: string, words: string, cell: (pair: Pair<Row>) => ReactNode): Column<Pair<Row>> => ({
    key: `${key} ${name}`,
    heading: words,
    kind: "hours",
    cell,
  });
  const shown = (figure: Figure) => <FigureValue figure={figure} align="end" lead="range" />;
  const absent = <span className="text-soft">not there</span>;
  return [
    column("both", heading, ({ before, after }) => (
      <span className="grid justify-items-end gap-0.5">
        <span>
          <span className="text-sm text-soft">was </span>
          {before ? shown(figureOf(before, frames.before)) : absent}
        </span>
        <span>
          <span className="text-sm text-soft">is </span>
          {after ? shown(figureOf(after, frames.after)) : absent}
        </span>
      </span>
    )),
    column("change", "Change", ({ before, after, claim }) =>
      before && after && claim !== "not covered" ? (
        <FigureValue
          figure={changeFigure(
            `Change in ${heading.toLowerCase()}`,
            figureOf(before, frames.before),
            figureOf(after, frames.after),
            key === "minutes" ? undefined : { before: before.touches, after: after.touches },
          )}
          layout="stack"
          align="end"
          inWords
        />
      ) : (
        <span className="text-soft">–</span>
      ),
    ),
  ];
}

/** Whether the change of the hours is larger than its range. */
const verdict = <Row,>(): Column<Pair<Row>> => ({
  key: "verdict",
  heading: "Change in hours",
  cell: ({ claim }) => <Badge tone={TONES[claim]}>{SAID[claim]}</Badge>,
});
