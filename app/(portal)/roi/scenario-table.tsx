import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { caseFigures, shallow } from "./case/case-figures.ts";

type Head = RouterOutputs["roi"]["list"][number];
type Row = Head & { figures: ReturnType<typeof caseFigures>["figures"]["portfolio"] };

const COLUMNS: Column<Row>[] = [
  {
    key: "compare",
    heading: "Compare",
    cell: ({ id, name }) => (
      <input type="checkbox" name="ids" value={id} aria-label={`Compare ${name}`} className="size-6 rounded-sm accent-accent" />
    ),
  },
  {
    key: "name",
    heading: "Scenario",
    phone: "title",
    cell: ({ id, name, version, savedAt, savedBy, auditId }) => (
      <>
        <Link href={`/roi/${id}`} className="font-medium">
          {name}
        </Link>
        <span className="block text-sm font-normal text-soft">
          Version {version}, <DateTime at={savedAt} /> by {savedBy}; {auditId === null ? "by hand" : "from the audit"}
        </span>
      </>
    ),
  },
  {
    key: "npv",
    heading: "Net present value",
    kind: "money",
    cell: ({ figures }) => <FigureValue figure={shallow(figures.npv)} align="end" />,
  },
  {
    key: "payback",
    heading: "Payback",
    kind: "number",
    cell: ({ figures }) => <FigureValue figure={shallow(figures.payback)} align="end" />,
  },
  {
    key: "hours",
    heading: "Hours a year",
    kind: "hours",
    phone: "hide",
    cell: ({ figures }) => <FigureValue figure={shallow(figures.hoursPerYear)} align="end" />,
  },
  {
    key: "class",
    heading: "Weakest input",
    phone: "hide",
    cell: ({ figures }) => <EvidenceBadge evidence={figures.npv.provenance.evidence} />,
  },
];

/** The scenarios with what decides between them; two or more ticked ones open side by side. */
export function ScenarioTable({ scenarios, locale }: { scenarios: readonly Head[]; locale: string }) {
  const rows = scenarios.map((head) => ({ ...head, figures: caseFigures(head.scenario, null).figures.portfolio }));
  return (
    <form action="/roi/compare">
      <DataTable caption="Scenarios" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} empty={null} locale={locale} />
      {rows.length > 1 && (
        <div className="mt-3">
          <Button type="submit">Compare the ticked ones</Button>
        </div>
      )}
    </form>
  );
}
