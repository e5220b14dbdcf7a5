import { Link } from "#app/ui/link.tsx";
import { notFound } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { countOf, formatCount } from "#app/ui/format/format-count.ts";
import { NextStep } from "#app/ui/next-step.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { JobPanel } from "../../jobs/job-panel.tsx";

export const metadata = { title: "Import" };

/** What became of one file: live while it is read, then what was added, known before, and refused. */
export default async function ImportPage({ params }: { params: Promise<{ importId: string }> }) {
  const { importId } = await params;
  const [found, person] = await Promise.all([
    (await api()).imports.get({ importId }).catch((error: { code?: string }) => {
      if (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST") notFound();
      throw error;
    }),
    currentPerson(),
  ]);
  const locale = person?.workspace?.locale ?? "en-US";
  const inWords = (count: number) => formatCount(count, locale);
  const ended = found.state === "done" || found.state === "failed" || found.state === "cancelled";
  return (
    <>
      <TopBar crumbs={[{ label: "Imports", href: "/imports" }, { label: found.fileName }]} />
      <h1 className="mb-4 text-2xl font-semibold tracking-tight">{found.fileName}</h1>
      {found.state === "done" && found.rowsAdded + found.rowsKnown > 0 && (
        <NextStep
          action={
            <LinkButton href="/audit" variant="primary">
              See the ranking
            </LinkButton>
          }
        >
          {found.rowsAdded > 0
            ? `${countOf(found.rowsAdded, "event is", "events are", locale)} new to the log, and the whole log is audited again.`
            : "every event of this file was in the log already, so its audit stays as it is."}
        </NextStep>
      )}
      <JobPanel jobRunId={found.jobRunId} refreshAtEnd={!ended} />
      {ended && (
        <dl className="mt-6 grid max-w-xl grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
          {[
            ["Rows read", found.rowsRead],
            ["Added", found.rowsAdded],
            ["Known before", found.rowsKnown],
            ["Refused", found.rowsRejected],
            ...(found.rowsRepeated > 0 ? [["Repeat another row", found.rowsRepeated] as const] : []),
            ...(found.rowsJoined > 0 ? [["Steps joined", found.rowsJoined] as const] : []),
          ].map(([label, count]) => (
            <div key={label}>
              <dt className="text-sm text-soft">{label}</dt>
              <dd className="text-lg font-semibold tabular-nums">{inWords(Number(count))}</dd>
            </div>
          ))}
        </dl>
      )}
      {ended && found.rowsRepeated > 0 && (
        <p className="mt-4 max-w-[74ch] text-pretty text-soft">
          {found.rowsRepeated === 1
            ? "1 row is the same to the letter as another row of the file. Both are one event."
            : `${inWords(found.rowsRepeated)} rows are the same to the letter as another row of the file. Rows that are the same are one event.`}{" "}
          If they are different things, import a file with a column that names each event.
        </p>
      )}
      {ended && found.rowsJoined > 0 && (
        <p className="mt-4 max-w-[74ch] text-pretty text-soft">
          The file records the steps of each activity: {formatCount(found.rowsJoined, "en-US")} starts and other steps became part of the
          row that says when the activity was done.
        </p>
      )}
      {found.rowsRejected > 0 && (
        <section className="mt-8">
          <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
            <h2 className="text-lg font-semibold">Refused rows</h2>
            <LinkButton href={`/api/imports/${found.id}/rejected`} download>
              Download all {inWords(found.rowsRejected)} with reasons
            </LinkButton>
          </div>
          <p className="mb-3 max-w-[74ch] text-pretty text-soft">
            Nothing else was touched. Mend these rows in the downloaded file, take out its first three columns, and{" "}
            <Link href="/imports">import it</Link> into the same source.
          </p>
          <DataTable
            caption="Refused rows"
            columns={[
              { key: "row", heading: "Row", kind: "number", cell: (row) => inWords(row.row) },
              { key: "line", heading: "Line of the file", kind: "number", cell: (row) => inWords(row.line) },
              { key: "reason", heading: "Reason", phone: "title", cell: (row) => row.reason },
            ]}
            rows={found.firstRejections}
            rowKey={(row) => String(row.row)}
            empty={null}
          />
        </section>
      )}
    </>
  );
}
