import { Link } from "#app/ui/link.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { workflowHref, type Snapshot } from "./audit-frame.ts";

type Point = Snapshot["report"]["quadrants"][number];

const ORDER: readonly Point["quadrant"][] = [
  "automate first",
  "automate when the first are done",
  "find the rule first",
  "leave to people",
  "decisions unknown",
];

/** Volume against rules-basedness, as a list in the order in which to begin; where no decisions are known that is all it says. */
export function QuadrantTable({ audit, locale }: { audit: Snapshot; locale: string }) {
  const points = audit.report.quadrants.filter(({ workflow, touchesPerWeek }) => workflow !== null && touchesPerWeek > 0);
  if (points.length === 0) return null;
  const known = points.some(({ rulesBasedness }) => rulesBasedness !== null);
  return (
    <section aria-label="Volume and rules" className="mt-8">
      <SectionHeading>Volume and rules</SectionHeading>
      {known ? (
        <DataTable
          caption="Volume and rules-basedness"
          columns={columnsOf(locale, audit.asOf)}
          rows={points.toSorted((a, b) => ORDER.indexOf(a.quadrant) - ORDER.indexOf(b.quadrant) || b.touchesPerWeek - a.touchesPerWeek)}
          rowKey={({ workflow }) => workflow ?? ""}
          empty={null}
          locale={locale}
        />
      ) : (
        <p className="max-w-[74ch] text-pretty text-soft">
          What people decide by is not known for any workflow: none defines what it decides, or the log carries no facts from before the
          decisions. The view Decisions of each workflow says which it is. So the ranking rests on drag alone, and which workflow a rule
          could carry is not guessed.
        </p>
      )}
    </section>
  );
}

const columnsOf = (locale: string, day: string | null): Column<Point>[] => [
  {
    key: "workflow",
    heading: "Workflow",
    phone: "title",
    cell: ({ workflow }) =>
      workflow !== null && <Link href={`${workflowHref(workflow, day)}&view=decisions`}>{workflowTitle(workflow)}</Link>,
  },
  { key: "touches", heading: "Touches a week", kind: "number", cell: ({ touchesPerWeek }) => formatCount(touchesPerWeek, locale) },
  {
    key: "rules",
    heading: "Rules-basedness",
    kind: "number",
    cell: ({ rulesBasedness }) => (rulesBasedness === null ? <span className="text-soft">not known</span> : rulesBasedness.toFixed(2)),
  },
  { key: "quadrant", heading: "What follows", cell: ({ quadrant }) => quadrant },
];
