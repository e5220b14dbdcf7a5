import type { RouterOutputs } from "#app/trpc/types.ts";
import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { JobPanel } from "../jobs/job-panel.tsx";
import { JobStateBadge } from "../jobs/job-state-badge.tsx";
import { TakeBack } from "./take-back.tsx";
import { UploadForm } from "./upload-form.tsx";

export const metadata = { title: "Imports" };

type Row = Awaited<ReturnType<Awaited<ReturnType<typeof api>>["imports"]["list"]>>[number];

const WORDS = { running: "importing", done: "imported" };

const columnsOf = (locale: string): Column<Row>[] => [
  { key: "file", heading: "File", phone: "title", cell: (row) => <Link href={`/imports/${row.id}`}>{row.fileName}</Link> },
  { key: "source", heading: "Source", cell: (row) => row.sourceName },
  { key: "state", heading: "State", cell: (row) => <JobStateBadge state={row.state} words={WORDS} /> },
  { key: "added", heading: "Added", kind: "number", cell: (row) => formatCount(row.rowsAdded, locale) },
  { key: "known", heading: "Known before", kind: "number", cell: (row) => formatCount(row.rowsKnown, locale), phone: "hide" },
  { key: "rejected", heading: "Refused", kind: "number", cell: (row) => formatCount(row.rowsRejected, locale) },
  { key: "when", heading: "Started", kind: "date", cell: (row) => <DateTime at={row.createdAt} /> },
];

type Log = RouterOutputs["imports"]["logs"][number];

const logColumns = (mayTakeBack: boolean): Column<Log>[] => [
  { key: "name", heading: "Source", phone: "title", cell: ({ name }) => name },
  { key: "since", heading: "First import", kind: "date", cell: ({ createdAt }) => <DateTime at={createdAt} /> },
  ...(mayTakeBack
    ? [
        {
          key: "take-back",
          heading: "Take back",
          cell: ({ sourceId, name, takenBackBy }: Log) =>
            takenBackBy === null ? <TakeBack sourceId={sourceId} name={name} /> : "being taken back",
        },
      ]
    : []),
];

/** Event logs from files: upload one, and see what became of each. */
export default async function ImportsPage() {
  const caller = await api();
  const [imports, logs, limits, person] = await Promise.all([
    caller.imports.list({}),
    caller.imports.logs({}),
    caller.imports.limits({}),
    currentPerson(),
  ]);
  const leaving = logs.find(({ takenBackBy }) => takenBackBy !== null)?.takenBackBy ?? null;
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
      {logs.length > 0 && (
        <>
          <h2 className="mt-9 mb-1 text-lg font-semibold">Imported logs</h2>
          <p className="mb-3 max-w-[74ch] text-pretty text-soft">
            Files of one log go into one source. If its columns were chosen wrongly, take it back and import the files anew: importing them
            again into the same source changes nothing of what is there.
          </p>
          {leaving !== null && (
            <div className="mb-4">
              <JobPanel jobRunId={leaving} refreshAtEnd />
            </div>
          )}
          <DataTable
            caption="Imported logs"
            columns={logColumns(limits.mayImport)}
            rows={logs}
            rowKey={({ sourceId }) => sourceId}
            empty={null}
          />
        </>
      )}
      <h2 className="mt-9 mb-3 text-lg font-semibold">Earlier imports</h2>
      <DataTable
        caption="Earlier imports"
        columns={columnsOf(person?.workspace?.locale ?? "en-US")}
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
