import { Badge } from "#app/ui/badge.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { Preview } from "./mapping-params.ts";

type Row = Preview["rows"][number] & { number: number };

const columns: readonly Column<Row>[] = [
  { key: "row", heading: "Row", kind: "number", phone: "hide", cell: (row) => row.number },
  { key: "case", heading: "Case", phone: "title", cell: (row) => row.event?.caseId ?? <Badge tone="warn">refused</Badge> },
  { key: "activity", heading: "Activity", cell: (row) => row.event?.activity ?? <span className="text-soft">{row.reason}</span> },
  { key: "actor", heading: "Actor", cell: (row) => row.event && (row.event.actor ?? "not known") },
  { key: "kind", heading: "Kind", phone: "hide", cell: (row) => row.event?.actorKind },
  {
    key: "start",
    heading: "Start",
    kind: "date",
    cell: (row) => row.event && (row.event.startedAt ? <DateTime at={row.event.startedAt} full /> : "not recorded"),
  },
  { key: "end", heading: "End", kind: "date", cell: (row) => row.event && <DateTime at={row.event.endedAt} full /> },
];

/** The first rows as they would be imported, refused ones with the reason. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const rows = preview.rows.map((row, index) => ({ ...row, number: index + 1 }));
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-lg font-semibold">How the first rows will be read</h2>
      <DataTable caption="Preview" columns={columns} rows={rows} rowKey={(row) => String(row.number)} empty={null} />
    </section>
  );
}
