import Link from "next/link";
import { api } from "#app/trpc/server.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { UploadForm } from "./upload-form.tsx";

export const metadata = { title: "Imports" };

type Row = Awaited<ReturnType<Awaited<ReturnType<typeof api>>["imports"]["list"]>>[number];

const STATE = {
  waiting: { tone: "neutral", label: "waiting" },
  running: { tone: "good", label: "importing" },
  retrying: { tone: "warn", label: "trying again" },
  done: { tone: "neutral", label: "imported" },
  failed: { tone: "danger", label: "failed" },
  cancelled: { tone: "warn", label: "cancelled" },
} as const;

const columns: readonly Column<Row>[] = [
  { key: "file", heading: "File", phone: "title", cell: (row) => <Link href={`/imports/${row.id}`}>{row.fileName}</Link> },
  { key: "source", heading: "Source", cell: (row) => row.sourceName },
  { key: "state", heading: "State", cell: (row) => <Badge tone={STATE[row.state].tone}>{STATE[row.state].label}</Badge> },
  { key: "added", heading: "Added", kind: "number", cell: (row) => formatCount(row.rowsAdded, "en-US") },
  { key: "known", heading: "Known before", kind: "number", cell: (row) => formatCount(row.rowsKnown, "en-US"), phone: "hide" },
  { key: "rejected", heading: "Refused", kind: "number", cell: (row) => formatCount(row.rowsRejected, "en-US") },
  { key: "when", heading: "Started", kind: "date", cell: (row) => <DateTime at={row.createdAt} /> },
];

/** Event logs from files: upload one, and see what became of each. */
export default async function ImportsPage() {
  const caller = await api();
  const [imports, limits] = await Promise.all([caller.imports.list({}), caller.imports.limits({})]);
  return (
    <>
      <TopBar crumbs={[{ label: "Imports" }]} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Import an event log</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        One row for each thing that was done: which order or ticket, what, when, and by whom. Importing the same rows again adds nothing.
      </p>
      {limits.mayImport ? (
        <UploadForm maxBytes={limits.maxBytes} />
      ) : (
        <p className="text-soft">Your role may look at imports; an ops lead or admin can make one.</p>
      )}
      <h2 className="mt-9 mb-3 text-lg font-semibold">Earlier imports</h2>
      <DataTable
        caption="Earlier imports"
        columns={columns}
        rows={imports}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title="No file yet">
            Each file you import is listed here with how many rows it added, and the rows that were refused with the reason.
          </EmptyState>
        }
      />
    </>
  );
}
