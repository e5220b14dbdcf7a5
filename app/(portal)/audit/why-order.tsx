import { SectionHeading } from "#app/ui/card.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { dragFigure, scoreFigure } from "#server/domain/audit/figures.ts";
import { whyRanks, type RankFactors } from "#server/domain/audit/why-rank.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { frameOf, type Snapshot } from "./audit-frame.ts";
import { changeInWords } from "./why-words.ts";

/** Each workflow's factors, how sure its place is, and what would change it. */
export function WhyOrder({ audit, only }: { audit: Snapshot; only?: string }) {
  const rows = whyRanks(audit.report.workflows).filter(({ workflow }) => only === undefined || workflow === only);
  if (rows.length === 0) return null;
  return (
    <section aria-label={only === undefined ? "Why this order" : "Why this rank"} className="mt-4">
      <SectionHeading>{only === undefined ? "Why this order" : "Why this rank"}</SectionHeading>
      <DataTable caption="Why this order" columns={columnsOf(audit)} rows={rows} rowKey={({ workflow }) => workflow} empty={null} />
      <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
        The score is the low end of the drag x rules-basedness x the share that could be automated. Where no decisions are known there is no
        score: such workflows stand below those that have one, in the order of the low end of their drag.
      </p>
    </section>
  );
}

function columnsOf(audit: Snapshot): Column<RankFactors>[] {
  const frame = frameOf(audit);
  const rowOf = (workflow: string) => audit.report.workflows.find((row) => row.workflow === workflow);
  const unknown = <span className="text-soft">not known</span>;
  return [
    {
      key: "workflow",
      heading: "Workflow",
      phone: "title",
      cell: ({ workflow, rank }) => (
        <>
          {rank === null ? "– · " : `${rank} · `}
          {workflowTitle(workflow)}
          <span className="block text-sm font-normal text-soft">{placeInWords(audit, workflow)}</span>
        </>
      ),
    },
    {
      key: "drag",
      heading: "Drag a year",
      kind: "money",
      cell: ({ workflow }) => {
        const row = rowOf(workflow);
        return row && <FigureValue figure={dragFigure("Drag a year", row, { workflow, activity: null }, frame)} lead="range" align="end" />;
      },
    },
    { key: "rules", heading: "x rules", kind: "number", cell: ({ rulesBasedness }) => rulesBasedness?.toFixed(2) ?? unknown },
    { key: "share", heading: "x automatable", kind: "number", cell: ({ automatableShare }) => automatableShare?.toFixed(2) ?? unknown },
    {
      key: "score",
      heading: "= score",
      kind: "money",
      cell: ({ workflow }) => {
        const row = rowOf(workflow);
        const score = row && scoreFigure(row, { workflow, activity: null }, frame);
        return score ? <FigureValue figure={score} align="end" /> : unknown;
      },
    },
    {
      key: "changes",
      heading: "What would change it",
      cell: ({ changes }) =>
        changes.length === 0 ? (
          <span className="text-soft">nothing near</span>
        ) : (
          <ul className="grid max-w-[52ch] gap-1 text-start text-sm text-pretty">
            {changes.map((change) => (
              <li key={change.kind}>{changeInWords(change)}</li>
            ))}
          </ul>
        ),
    },
  ];
}

/** "place 1 to 3 in nine of ten draws"; nothing where there is no other to stand before or behind */
function placeInWords({ report }: Snapshot, workflow: string): string {
  const range = report.rankRanges.find((row) => row.workflow === workflow);
  if (!range) return "not ranked";
  if (report.rankRanges.length < 2) return "";
  const place = range.low === range.high ? `place ${range.low}` : `place ${range.low} to ${range.high}`;
  return `${place} in nine of ten draws`;
}
